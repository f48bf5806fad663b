import { COMMON_FLAGS, defineFlags, LISTENER_FLAGS } from '@stoa/runtime';
import type { Flags } from '@stoa/runtime';
import { AGENT_FLAGS_WITHOUT_EFFECT } from './flags-without-effect.ts';

/** Every flag of the agent, under the names of the original (mesos-endpoints.md §6). */
export const agentFlags = defineFlags({
  program: 'stoa agent',
  about: 'Runs the tasks that a master gives to this machine.',
  envPrefix: 'MESOS',
  flags: [
    {
      name: 'master',
      type: 'list',
      required: true,
      describe:
        'Where masters are: host:port with commas between, zk://[user:password@]h:p,h:p/path, or file:// with either',
    },
    {
      name: 'zk_session_timeout',
      type: 'duration',
      default: '10secs',
      min: '500ms',
      max: '10mins',
      describe: 'How long contact with ZooKeeper may be lost before its session ends',
    },
    {
      name: 'work_dir',
      type: 'path',
      required: true,
      describe: 'Where sandboxes and checkpoints are kept; tasks are found again through it',
    },
    { name: 'ip', type: 'string', default: '127.0.0.1', describe: 'The address to listen on' },
    {
      name: 'port',
      type: 'number',
      default: 5051,
      min: 0,
      max: 65_535,
      integer: true,
      describe: 'The port to listen on; 0 picks a free one',
    },
    {
      name: 'advertise_ip',
      type: 'string',
      describe: 'The address told to others, when it is another than --ip',
    },
    {
      name: 'advertise_port',
      type: 'number',
      min: 1,
      max: 65_535,
      integer: true,
      describe: 'The port told to others, when it is another than --port',
    },
    {
      name: 'hostname',
      type: 'string',
      describe:
        'The name of this machine as frameworks shall see it; else that of the system, or the address on loopback',
    },
    {
      name: 'hostname_lookup',
      type: 'boolean',
      default: true,
      describe:
        'Without --hostname: tell the name of the system; --no-hostname_lookup: the address',
    },
    {
      name: 'resources',
      type: 'string',
      describe:
        "What to offer: 'cpus:8;mem:16384;ports:[31000-32000]' or JSON; the rest is detected",
      group: 'Resources',
    },
    {
      name: 'attributes',
      type: 'string',
      describe: "What this machine is, for constraints: 'rack:r1;slots:4'",
      group: 'Resources',
    },
    {
      name: 'domain',
      type: 'string',
      describe:
        'The fault domain as JSON: {"fault_domain":{"region":{"name":…},"zone":{"name":…}}}',
      group: 'Resources',
    },
    {
      name: 'containerizers',
      type: 'list',
      default: ['docker', 'mesos'],
      describe: 'What may run tasks: docker for images, mesos for plain commands',
      group: 'Containers',
    },
    {
      name: 'docker_socket',
      type: 'path',
      default: '/var/run/docker.sock',
      describe: 'Where the Docker engine listens',
      group: 'Containers',
    },
    {
      name: 'docker_stop_timeout',
      type: 'duration',
      default: '5secs',
      describe: 'Between the stop signal and the force for Docker tasks without a kill policy',
      group: 'Containers',
    },
    {
      name: 'docker_kill_orphans',
      type: 'boolean',
      default: true,
      describe: 'Remove Docker containers of this agent that it does not know after a restart',
      group: 'Containers',
    },
    {
      name: 'sandbox_directory',
      type: 'string',
      default: '/mnt/mesos/sandbox',
      describe: 'Where a container with an image finds its sandbox',
      group: 'Containers',
    },
    {
      name: 'switch_user',
      type: 'boolean',
      default: true,
      describe: 'Run tasks as the user they name; needs root',
      group: 'Containers',
    },
    {
      name: 'cgroups_enable_cfs',
      type: 'boolean',
      default: false,
      describe: 'Make the CPUs of a Docker task a hard limit, not only a weight',
      group: 'Containers',
    },
    {
      name: 'isolation',
      type: 'list',
      default: ['posix/cpu', 'posix/mem'],
      describe:
        'How plain commands are held to what they asked for: cgroups/mem ends those that take more memory; others change nothing',
      group: 'Containers',
    },
    {
      name: 'cgroups_hierarchy',
      type: 'path',
      default: '/sys/fs/cgroup',
      describe: 'Where cgroups are mounted',
      group: 'Containers',
    },
    {
      name: 'cgroups_root',
      type: 'string',
      default: 'mesos',
      describe: 'The group below which those of tasks are made',
      group: 'Containers',
    },
    {
      name: 'executor_environment_variables',
      type: 'string',
      describe: 'A JSON object of variables that every task gets; nothing else is inherited',
      group: 'Containers',
    },
    {
      name: 'executor_shutdown_grace_period',
      type: 'duration',
      default: '5secs',
      describe: 'How long an executor may take to end',
      group: 'Containers',
    },
    {
      name: 'executor_reregistration_timeout',
      type: 'duration',
      default: '2secs',
      max: '15secs',
      describe: 'How long executors may take to come back after a restart of the agent',
      group: 'Containers',
    },
    {
      name: 'frameworks_home',
      type: 'string',
      default: '',
      describe: 'Directory of URIs that are relative paths',
      group: 'Fetcher',
    },
    {
      name: 'fetcher_stall_timeout',
      type: 'duration',
      default: '1mins',
      describe: 'A download that stands still for so long is given up',
      group: 'Fetcher',
    },
    {
      name: 'fetcher_file_size_max',
      type: 'size',
      default: '16GB',
      describe: 'The largest file that is fetched',
      group: 'Fetcher',
    },
    {
      name: 'gc_delay',
      type: 'duration',
      default: '1weeks',
      describe: 'How long the sandbox of an ended task is kept',
      group: 'Clean-up',
    },
    {
      name: 'gc_disk_headroom',
      type: 'number',
      default: 0.1,
      min: 0,
      max: 1,
      describe: 'The part of the disk to keep free: sandboxes go earlier as it fills',
      group: 'Clean-up',
    },
    {
      name: 'disk_watch_interval',
      type: 'duration',
      default: '1mins',
      min: '1secs',
      describe: 'How often the disk is looked at',
      group: 'Clean-up',
    },
    {
      name: 'registration_backoff_factor',
      type: 'duration',
      default: '1secs',
      describe:
        'First wait between two tries to reach a master, 100 ms at most for one just elected; doubles up to 8 s',
    },
    {
      name: 'authenticate_http_readonly',
      type: 'boolean',
      default: false,
      describe: 'Whoever reads must say who they are',
      group: 'Security',
    },
    {
      name: 'authenticate_http_readwrite',
      type: 'boolean',
      default: false,
      describe: 'Whoever changes something must say who they are',
      group: 'Security',
    },
    {
      name: 'http_credentials',
      type: 'path',
      describe: 'File of those who may ask: JSON {"credentials":[{"principal","secret"}]} or lines',
      group: 'Security',
    },
    {
      name: 'credential',
      type: 'path',
      describe: 'File with the one credential by which this agent makes itself known to the master',
      group: 'Security',
    },
    { name: 'version', type: 'boolean', default: false, describe: 'Show the version and end' },
    ...LISTENER_FLAGS,
    ...COMMON_FLAGS,
    ...AGENT_FLAGS_WITHOUT_EFFECT,
  ],
});

/** The agent's flags, parsed. */
export type AgentFlags = Flags<typeof agentFlags>;
