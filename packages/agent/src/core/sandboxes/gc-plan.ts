/**
 * How old the sandbox of an ended task may become, in milliseconds: `delayMs` on an empty disk, less
 * as it fills, 0 when only the headroom is left (mesos-endpoints.md §7.4). `used` and `headroom` are
 * parts of the disk, 0 to 1.
 */
export function nextAllowedAge(disk: {
  readonly delayMs: number;
  readonly headroom: number;
  readonly used: number;
}): number {
  return disk.delayMs * Math.max(0, 1 - disk.headroom - disk.used);
}
