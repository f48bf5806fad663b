export * from './cluster.ts';
export * from './events.ts';
export * from './fault.ts';
export * from './files.ts';
export * from './info.ts';
export * from './plan.ts';
export * from './waiting.ts';
