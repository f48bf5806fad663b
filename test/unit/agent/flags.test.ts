import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FlagsExit, givenWithoutEffect, parseFlags, renderFlags, renderHelp } from '@stoa/runtime';
import { agentFlags } from '../../../packages/agent/src/flags.ts';
import { masterFlags } from '../../../packages/master/src/flags.ts';

const agentDuty = ['--master=127.0.0.1:5050', '--work_dir=/w'];

/** Flags of the original's agent by what they show without being given; `-`: nothing. */
const AGENT_DEFAULTS = {
  isolation: 'posix/cpu,posix/mem',
  launcher_dir: '/usr/local/libexec/mesos',
  runtime_dir: '/var/run/mesos',
  fetcher_cache_size: '2GB',
  fetcher_cache_dir: '/tmp/mesos/fetch',
  docker_remove_delay: '6hrs',
  recovery_timeout: '15mins',
  recover: 'reconnect',
  strict: 'true',
  reconfiguration_policy: 'equal',
  cgroups_hierarchy: '/sys/fs/cgroup',
  executor_registration_timeout: '1mins',
  max_completed_executors_per_framework: '150',
  authenticatee: 'crammd5',
  http_authenticators: 'basic',
  zk_session_timeout: '10secs',
  default_role: '*',
  hostname_lookup: 'true',
  quiet: 'false',
  version: 'false',
  xfs_project_range: '[5000-10000]',
};

const MASTER_DEFAULTS = {
  allocator: 'hierarchical',
  allocator_agent_recovery_factor: '0.8',
  authenticate_frameworks: 'false',
  authenticators: 'crammd5',
  log_auto_initialize: 'true',
  offer_constraints_re2_max_mem: '4KB',
  recovery_agent_removal_limit: '100%',
  registry_fetch_timeout: '1mins',
  registry_max_agent_age: '2weeks',
  registry_max_agent_count: '102400',
  registry_strict: 'false',
};

/** A start as scripts of the original have it. */
const AGENT_SCRIPT = [
  ...agentDuty,
  '--isolation=cgroups/cpu,cgroups/mem,disk/du',
  '--launcher=linux',
  '--no-hostname_lookup',
  '--log_dir=/var/log/mesos',
  '--slave_subsystems=memory',
  '--executor_registration_timeout=5mins',
  '--fetcher_cache_size=4GB',
  '--acls=file:///etc/mesos/acls.json',
  '--modules=file:///etc/mesos/modules.json',
  '--systemd_enable_support=false',
  '--no-strict',
];

describe('flags of the original without effect', () => {
  test.each([
    ['the agent', agentFlags, agentDuty, AGENT_DEFAULTS],
    ['the master', masterFlags, ['--work_dir=/w'], MASTER_DEFAULTS],
  ] as const)('%s shows them with their defaults', (_name, table, argv, defaults) => {
    const shown = renderFlags(table, parseFlags(table, argv));
    expect(shown).toMatchObject(defaults);
    // Without a default there is nothing to show.
    expect(shown).not.toHaveProperty('acls');
    expect(shown).not.toHaveProperty('modules');
  });

  test('the agent takes the start script of another and says which flags it leaves aside', () => {
    const flags = parseFlags(agentFlags, AGENT_SCRIPT, { MESOS_DOCKER_MESOS_IMAGE: 'mesos:1' });
    expect(flags.isolation).toEqual(['cgroups/cpu', 'cgroups/mem', 'disk/du']);
    expect(flags.hostname_lookup).toBe(false);
    expect([...givenWithoutEffect(agentFlags, flags)].sort()).toEqual([
      'acls',
      'agent_subsystems',
      'docker_mesos_image',
      'executor_registration_timeout',
      'fetcher_cache_size',
      'launcher',
      'log_dir',
      'modules',
      'strict',
      'systemd_enable_support',
    ]);
    expect(renderFlags(agentFlags, flags)).toMatchObject({
      executor_registration_timeout: '5mins',
      fetcher_cache_size: '4GB',
      acls: '/etc/mesos/acls.json',
    });
    expect(givenWithoutEffect(agentFlags, parseFlags(agentFlags, agentDuty))).toEqual([]);
  });

  test('their form is checked, and names that nobody knows still end the start', () => {
    const wrong = (flag: string) => () => parseFlags(agentFlags, [...agentDuty, flag]);
    expect(wrong('--recovery_timeout=soon')).toThrow(/--recovery_timeout.*soon/);
    expect(wrong('--strict=perhaps')).toThrow(/--strict.*true or false/);
    expect(wrong('--isolatoin=x')).toThrow(/did you mean --isolation/);
    expect(wrong('--recovery_timeout=soon')).toThrow(FlagsExit);
  });

  test.each([
    ['the agent', agentFlags, ['launcher', 'acls', 'recovery_timeout']],
    ['the master', masterFlags, ['quorum', 'whitelist', 'acls']],
  ] as const)('the help of %s says so under a heading of their own', (_name, table, names) => {
    const help = renderHelp(table);
    const section = help.slice(help.indexOf('Accepted, without effect:'));
    for (const name of names) {
      expect(section.replace(/\s+/g, ' ')).toMatch(
        new RegExp(`--${name} [^[]*has no effect here[^[]*\\[`),
      );
    }
  });

  test('docker logins are never shown', () => {
    const flags = parseFlags(agentFlags, [...agentDuty, '--docker_config={"auths":{"a":"b"}}']);
    expect(renderFlags(agentFlags, flags)['docker_config']).toBe('(hidden)');
  });

  test('no flag is in a table twice, and each has a line that says what it is', () => {
    for (const { flags } of [agentFlags, masterFlags]) {
      const names = flags.map(({ name }) => name);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
      expect(flags.filter(({ describe: text }) => text.length < 10)).toEqual([]);
    }
  });
});

test('every flag that start scripts of the original may have is known', () => {
  const path = new URL('./fixtures/original-flags.json', import.meta.url);
  const original = JSON.parse(readFileSync(path, 'utf8')) as Record<'agent' | 'master', string[]>;
  const known = (table: typeof agentFlags | typeof masterFlags): ReadonlySet<string> =>
    new Set(table.flags.map(({ name }) => name));
  expect(original.agent.filter((name) => !known(agentFlags).has(name))).toEqual([]);
  expect(original.master.filter((name) => !known(masterFlags).has(name))).toEqual([]);
});
