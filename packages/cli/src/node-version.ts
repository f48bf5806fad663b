const NODE_MIN = [20, 11] as const;

/** Why this Node cannot run Stoa, as one line with what to do; undefined when it can. */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
  if (isEnough) return undefined;
  return `this is Node ${version}, but ${NODE_MIN.join('.')} or newer is needed: see https://nodejs.org`;
}
