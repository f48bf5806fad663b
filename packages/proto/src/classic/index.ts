// What the endpoints without a version answer, of a master and of an agent alike (mesos-endpoints.md §0, §1.1).
export { double, jsonTextReply, raw, renderJson } from './json-text.ts';
export type { Json } from './json-text.ts';
export {
  attributeMap,
  byReservedRole,
  endpointFormat,
  quantities,
  quantityMap,
  resourceMap,
} from './resource-maps.ts';
export { labelsJson, taskJson } from './task-json.ts';
