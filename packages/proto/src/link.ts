/** The private protocol of master and agent. */
export * from '../generated/agent-link.ts';
export * from '../generated/agent-link-codecs.ts';
