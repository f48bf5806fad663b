import { COMMON_FLAGS, defineFlags, LISTENER_FLAGS, type Flags } from '@stoa/runtime';

/** The flags of `stoa up`, which `npm start` runs. */
export const upFlags = defineFlags({
  program: 'stoa up',
  about:
    'Brings up a cluster on this machine in one process: a master, agents, Marathon, Mesos-DNS.',
  envPrefix: 'STOA',
  flags: [
    {
      name: 'work_dir',
      type: 'path',
      default: '.stoa',
      describe: 'Where the cluster keeps its data; another directory is another cluster',
    },
    {
      name: 'agents',
      type: 'number',
      integer: true,
      min: 1,
      max: 100,
      default: 1,
      describe: 'How many agents share this machine, each with an equal part',
    },
    {
      name: 'stop_tasks',
      type: 'boolean',
      default: false,
      describe: 'End the tasks too when the cluster is stopped; otherwise they run on',
    },
    {
      name: 'ip',
      type: 'string',
      default: '127.0.0.1',
      describe: 'The address to listen on; beyond loopback --insecure is wanted',
      group: 'Addresses',
    },
    {
      name: 'master_port',
      type: 'number',
      integer: true,
      min: 0,
      max: 65_535,
      default: 5050,
      describe: 'Where the master listens; 0 picks a free port',
      group: 'Addresses',
    },
    {
      name: 'agent_port',
      type: 'number',
      integer: true,
      min: 0,
      max: 65_535,
      default: 5051,
      describe:
        'Where the first agent listens, the others on the ports after it; 0 picks free ones',
      group: 'Addresses',
    },
    {
      name: 'marathon_port',
      type: 'number',
      integer: true,
      min: 0,
      max: 65_535,
      default: 8080,
      describe: 'Where Marathon listens; 0 picks a free port',
      group: 'Addresses',
    },
    {
      name: 'dns_port',
      type: 'number',
      integer: true,
      min: 0,
      max: 65_535,
      // 53 would want root, and is often taken by a resolver of the machine.
      default: 8053,
      describe: 'Where Mesos-DNS answers over UDP and TCP; 0 picks a free port',
      group: 'Addresses',
    },
    {
      name: 'dns_http_port',
      type: 'number',
      integer: true,
      min: 0,
      max: 65_535,
      default: 8123,
      describe: 'Where Mesos-DNS answers over HTTP; 0 picks a free port',
      group: 'Addresses',
    },
    {
      name: 'hostname',
      type: 'string',
      describe: 'The name under which agents tell others to reach their tasks; --ip unless told',
      group: 'Addresses',
    },
    {
      name: 'resources',
      type: 'string',
      describe:
        'What each agent offers (cpus:2;mem:1024); an equal part of this machine unless told',
      group: 'Agents',
    },
    {
      name: 'attributes',
      type: 'string',
      describe: 'Attributes of each agent (rack:a;zone:b)',
      group: 'Agents',
    },
    {
      name: 'docker_socket',
      type: 'path',
      describe: 'The Docker Engine to use; that of DOCKER_HOST, else /var/run/docker.sock',
      group: 'Agents',
    },
    {
      name: 'start_timeout',
      type: 'duration',
      default: '1mins',
      min: '1secs',
      describe: 'How long the cluster may take until it is ready',
    },
    ...LISTENER_FLAGS,
    ...COMMON_FLAGS,
  ],
});

/** The parsed flags of `stoa up`. */
export type UpFlags = Flags<typeof upFlags>;
