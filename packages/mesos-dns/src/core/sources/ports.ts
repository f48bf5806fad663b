import { TASK_PORTS_MAX } from '../limits.ts';

/** One range of ports, both ends included. */
export interface PortRange {
  readonly begin: number;
  readonly end: number;
}

const NO_PORTS: readonly number[] = [];

/** The single ports of ranges, as listed; no more than one task may have records for. */
export function listPorts(ranges: readonly PortRange[]): readonly number[] {
  if (ranges.length === 0) return NO_PORTS;
  const ports: number[] = [];
  for (const { begin, end } of ranges) {
    for (let port = begin; port <= end && ports.length < TASK_PORTS_MAX; port++) ports.push(port);
  }
  // Exactly as long as it has to be: a list that grew holds room for more, in every task.
  return ports.slice();
}

/**
 * Reads `[31000-31001, 31005-31005]`, as the classic state writes a task's ports. An item without a
 * dash is not accepted (mesos-dns.md §2).
 */
export function parsePortRanges(text: string): readonly PortRange[] {
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .flatMap((item) => {
      const match = /^\s*(\d{1,5})-(\d{1,5})\s*$/.exec(item);
      const [begin, end] = [Number(match?.[1]), Number(match?.[2])];
      return match !== null && end <= 65_535 ? [{ begin, end }] : [];
    });
}
