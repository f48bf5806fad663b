export type { Codec } from './codec.ts';
export { quote, printDouble, printList } from './json-writer.ts';
export { MAX_JSON_DEPTH, parseJsonText } from './parse-json.ts';
export * from '../generated/mesos-v1.ts';
export * from '../generated/mesos-v1-codecs.ts';
export * from './link.ts';
