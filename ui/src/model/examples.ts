/** An app to begin with. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly definition: Readonly<Record<string, unknown>>;
}

/** Three apps that run anywhere, each showing one thing more than the one before. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'hello',
    title: 'A first process',
    text: 'One instance that writes a line every five seconds. Look at its log, then scale it.',
    definition: {
      id: '/hello',
      cmd: 'while true; do echo "hello from $HOSTNAME at $(date)"; sleep 5; done',
      cpus: 0.1,
      mem: 32,
      instances: 1,
    },
  },
  {
    name: 'web',
    title: 'A web server with a health check',
    text: 'Two instances on ports of their own, asked every five seconds whether they are well.',
    definition: {
      id: '/shop/web',
      cmd: 'python3 -m http.server $PORT0',
      cpus: 0.1,
      mem: 64,
      instances: 2,
      portDefinitions: [{ port: 0, protocol: 'tcp', name: 'http' }],
      healthChecks: [
        {
          protocol: 'MESOS_HTTP',
          path: '/',
          portIndex: 0,
          gracePeriodSeconds: 20,
          intervalSeconds: 5,
          timeoutSeconds: 5,
          maxConsecutiveFailures: 3,
        },
      ],
    },
  },
  {
    name: 'container',
    title: 'A container',
    text: 'An image that listens inside; the cluster gives it a port outside. Needs Docker on the agents.',
    definition: {
      id: '/shop/front',
      cpus: 0.2,
      mem: 64,
      instances: 1,
      container: {
        type: 'DOCKER',
        docker: { image: 'nginx:alpine' },
        portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp', name: 'http' }],
      },
      networks: [{ mode: 'container/bridge' }],
    },
  },
];
