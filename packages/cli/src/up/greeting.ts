import { consoleAddress, type Endpoints } from './endpoints.ts';

/** What a person is told once the cluster is up. */
export interface Greeting {
  readonly endpoints: Endpoints;
  /** As the person would type it. */
  readonly workDir: string;
  readonly exampleApp: string;
  /** Undefined when a Docker Engine answers. */
  readonly missingDockerSocket: string | undefined;
  readonly stopsTasks: boolean;
}

/** The text that ends with the line `Stoa is ready …`. */
export function renderGreeting(greeting: Greeting): string {
  const { endpoints, workDir, exampleApp, missingDockerSocket, stopsTasks } = greeting;
  const { master, agents, marathon, dns, dnsHttp } = endpoints;
  const agentLines = agents.map((address, at) => row(agentName(at, agents.length), address));
  const note =
    missingDockerSocket === undefined
      ? []
      : [
          `No Docker at ${missingDockerSocket}: apps with an image fail, plain commands run. ` +
            'Start dockerd, or name its socket with --docker-socket.',
          '',
        ];
  const after = stopsTasks ? 'and its tasks' : '; its tasks run on, --stop-tasks ends them too';
  return [
    row('master', master),
    ...agentLines,
    row('marathon', marathon),
    `  ${'console'.padEnd(10)}${consoleAddress(endpoints)}`,
    `${row('names', dnsHttp)}, by DNS at ${dns}`,
    `  ${'data'.padEnd(10)}${workDir}`,
    '',
    ...note,
    'Run a first app:',
    `  curl -sS -H 'Content-Type: application/json' -d @${exampleApp} http://${marathon}/v2/apps`,
    '',
    `Stoa is ready. Ctrl-C stops it${stopsTasks ? ' ' : ''}${after}.`,
  ].join('\n');
}

function agentName(at: number, count: number): string {
  return count === 1 ? 'agent' : `agent ${at + 1}`;
}

function row(name: string, address: string): string {
  return `  ${name.padEnd(10)}http://${address}`;
}
