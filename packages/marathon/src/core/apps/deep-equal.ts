/**
 * Whether two values of plain data say the same; the order of members does not count. Their depth is
 * that of a definition, which was limited when it was read. Members of the values themselves that are
 * set `apart` are not looked at.
 */
export function isDeepEqual(
  left: unknown,
  right: unknown,
  apart: ReadonlySet<string> = NONE,
): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right)) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  let open = 0;
  for (const name of Object.keys(left)) {
    if (left[name] === undefined || apart.has(name)) continue;
    if (!Object.hasOwn(right, name) || !isDeepEqual(left[name], right[name])) return false;
    open += 1;
  }
  for (const name of Object.keys(right)) {
    if (right[name] !== undefined && !apart.has(name)) open -= 1;
  }
  return open === 0;
}

const NONE: ReadonlySet<string> = new Set();

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
