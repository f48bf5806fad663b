// What surrounds messages, without their codecs: those are a hundred times larger.
export { MAX_JSON_DEPTH, parseJsonText } from './parse-json.ts';
export { RecordReader } from './recordio.ts';
export { isTerminal } from './task-state.ts';
