/** Where the daemons of a local cluster listen, each as `host:port`. */
export interface Endpoints {
  readonly master: string;
  readonly agents: readonly string[];
  readonly marathon: string;
  /** Mesos-DNS over UDP and TCP. */
  readonly dns: string;
  /** Mesos-DNS over HTTP. */
  readonly dnsHttp: string;
}

/** Where a person opens the console. */
export function consoleAddress({ marathon }: Pick<Endpoints, 'marathon'>): string {
  return `http://${marathon}/ui/`;
}

/** The content of `<work-dir>/endpoints.json`. */
export function renderEndpoints(endpoints: Endpoints): string {
  const { master, agents, marathon, dns, dnsHttp } = endpoints;
  const console = consoleAddress(endpoints);
  const file = { master, agents, marathon, console, dns, dns_http: dnsHttp };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
