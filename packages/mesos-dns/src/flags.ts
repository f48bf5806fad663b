import { COMMON_FLAGS, defineFlags, LISTENER_FLAGS, type Flags } from '@stoa/runtime/lean';

const PORT = { type: 'number', integer: true, min: 0, max: 65_535 } as const;
const SECONDS = { type: 'number', integer: true, min: 0, unit: 'seconds' } as const;
const NAMES = { group: 'Names' } as const;
const MASTER = { group: 'Master' } as const;
const ANSWERS = { group: 'Answers' } as const;
const LISTENERS = { group: 'Listeners' } as const;
const OTHERS = { group: 'Other zones' } as const;

/**
 * The flags of `stoa dns`. Each but the last ones is a field of the configuration file
 * (mesos-dns.md §10); what is given here wins over the file, so none has a default of its own.
 */
export const dnsFlags = defineFlags({
  program: 'stoa dns',
  about: 'Gives every running task a name, over DNS and HTTP.',
  envPrefix: 'MESOS_DNS',
  flags: [
    {
      name: 'config',
      type: 'path',
      describe: 'The configuration file of Mesos-DNS, in JSON; flags win over its fields',
    },
    {
      ...MASTER,
      name: 'masters',
      type: 'list',
      describe: 'Masters as host:port, with commas between; each gets a name in this order',
    },
    {
      ...MASTER,
      name: 'zk',
      type: 'string',
      secret: true,
      describe: 'Where ZooKeeper tells who leads: zk://[user:password@]host:port,host:port/path',
    },
    {
      ...MASTER,
      ...SECONDS,
      name: 'zk_detection_timeout',
      describe: 'How long nobody may lead until this ends with an error, 0 for ever (30)',
    },
    {
      ...MASTER,
      ...SECONDS,
      name: 'refresh_seconds',
      min: 1,
      describe: 'How often the state of a master without an event stream is read (60)',
    },
    {
      ...MASTER,
      ...SECONDS,
      name: 'state_timeout_seconds',
      min: 1,
      describe: 'How long reading a state may take (300)',
    },
    {
      ...NAMES,
      name: 'domain',
      type: 'string',
      describe: 'The domain that all names lie in (mesos)',
    },
    {
      ...NAMES,
      name: 'ip_sources',
      type: 'list',
      describe: 'Where addresses come from, the first that has one: netinfo, docker, mesos, host',
    },
    {
      ...NAMES,
      name: 'enforce_rfc952',
      type: 'boolean',
      describe: 'Labels of at most 24 characters that begin with a letter (false)',
    },
    {
      ...NAMES,
      name: 'healthy_only',
      type: 'boolean',
      describe: 'Leave out tasks whose health check says no; the original publishes them (false)',
    },
    { ...ANSWERS, ...SECONDS, name: 'ttl', describe: 'How long answers may be kept (60)' },
    {
      ...ANSWERS,
      name: 'edns',
      type: 'boolean',
      describe: 'Honour EDNS: up to 1232 bytes over UDP for those who take them (false)',
    },
    {
      ...ANSWERS,
      name: 'set_truncate_bit',
      type: 'boolean',
      describe: 'Say so when an answer over UDP was cut (true)',
    },
    {
      ...LISTENERS,
      name: 'listener',
      type: 'string',
      aliases: ['ip'],
      describe: 'The address for DNS (127.0.0.1); beyond loopback --insecure is wanted',
    },
    { ...LISTENERS, ...PORT, name: 'port', describe: 'The port for DNS, UDP and TCP (53)' },
    {
      ...LISTENERS,
      name: 'http_listener',
      type: 'string',
      describe: 'The address for HTTP (127.0.0.1); beyond loopback --insecure is wanted',
    },
    { ...LISTENERS, ...PORT, name: 'http_port', describe: 'The port for HTTP (8123)' },
    { ...LISTENERS, name: 'dns', type: 'boolean', describe: 'Answer over DNS (true)' },
    { ...LISTENERS, name: 'http', type: 'boolean', describe: 'Answer over HTTP (true)' },
    {
      ...LISTENERS,
      name: 'enumeration',
      type: 'boolean',
      describe: 'List all records over HTTP: /v1/enumerate and /v1/axfr (true)',
    },
    {
      ...OTHERS,
      name: 'resolvers',
      type: 'list',
      describe: 'Who answers for other names, IP or IP:port; none takes those of this machine',
    },
    {
      ...OTHERS,
      name: 'external',
      type: 'boolean',
      describe: 'Pass questions for other names on; otherwise they are refused (true)',
    },
    {
      ...OTHERS,
      ...SECONDS,
      name: 'timeout',
      describe: 'How long each of the resolvers has for an answer (5)',
    },
    ...LISTENER_FLAGS,
    {
      name: 'v',
      type: 'number',
      integer: true,
      min: 0,
      max: 2,
      default: 0,
      describe:
        'How much is logged, as the original knows it: 1 and 2 stand for --logging_level=DEBUG',
      group: 'Logging',
    },
    ...COMMON_FLAGS,
  ],
});

/** The parsed flags of `stoa dns`. */
export type DnsFlags = Flags<typeof dnsFlags>;
