/** Where the daemons of a local cluster listen, each as `host:port`. */
export interface Endpoints {
  readonly master: string;
  readonly agents: readonly string[];
  readonly marathon: string;
}

/** The content of `<work-dir>/endpoints.json`. */
export function renderEndpoints(endpoints: Endpoints): string {
  const { master, agents, marathon } = endpoints;
  return `${JSON.stringify({ master, agents, marathon }, undefined, 2)}\n`;
}
