import { describe, expect, test } from '@jest/globals';
import { must } from '@stoa/common';
import { parseResources } from '@stoa/proto';
import { dockerSocket } from '../../../packages/cli/src/up/docker.ts';
import { planAgentResources } from '../../../packages/cli/src/up/agent-resources.ts';
import { renderEndpoints } from '../../../packages/cli/src/up/endpoints.ts';
import { renderGreeting } from '../../../packages/cli/src/up/greeting.ts';
import { unsupportedNode } from '../../../packages/cli/src/node-version.ts';
import { explainNode } from '../../../tools/node-version.mjs';

describe('the part of each agent', () => {
  const host = { cpus: 4, memMb: 8_192, diskMb: 105_120 };

  test('is equal, and keeps back for the machine what a single agent keeps back', () => {
    expect(planAgentResources(host, 2)).toEqual([
      'cpus:2;mem:3584;disk:50000;ports:[31000-31499]',
      'cpus:2;mem:3584;disk:50000;ports:[31500-31999]',
    ]);
  });

  test('never adds up to more than there is, whatever the count', () => {
    for (let count = 1; count <= 100; count++) {
      const parts = planAgentResources(host, count);
      const sum = (name: string) =>
        parts
          .map((part) => Number(must(new RegExp(`${name}:([\\d.]+)`).exec(part)?.[1], name)))
          .reduce((total, amount) => total + amount, 0);
      expect(sum('cpus')).toBeLessThanOrEqual(host.cpus + 1e-9);
      expect(sum('mem')).toBeLessThanOrEqual(host.memMb - 1_024);
      expect(sum('disk')).toBeLessThanOrEqual(host.diskMb - 5_120);
      const ports = parts.map((part) => must(/\[.*\]/.exec(part)?.[0], 'ports'));
      expect(new Set(ports).size).toBe(count);
      for (const part of parts) expect(parseResources(part).ok).toBe(true);
    }
  });

  test('is half of a machine that is too small to keep anything back', () => {
    expect(planAgentResources({ cpus: 1, memMb: 1_000, diskMb: 2_000 }, 1)).toEqual([
      'cpus:1;mem:500;disk:1000;ports:[31000-32000]',
    ]);
  });
});

describe('the greeting', () => {
  const greeting = {
    endpoints: {
      master: '127.0.0.1:5050',
      agents: ['127.0.0.1:5051'],
      marathon: '127.0.0.1:8080',
      dns: '127.0.0.1:8053',
      dnsHttp: '127.0.0.1:8123',
    },
    workDir: '.stoa',
    exampleApp: 'examples/apps/hello.json',
    missingDockerSocket: undefined,
    stopsTasks: false,
  };

  test('names the addresses, the data and a first app, and ends with the ready line', () => {
    expect(renderGreeting(greeting)).toBe(
      [
        '  master    http://127.0.0.1:5050',
        '  agent     http://127.0.0.1:5051',
        '  marathon  http://127.0.0.1:8080',
        '  console   http://127.0.0.1:8080/ui/',
        '  names     http://127.0.0.1:8123, by DNS at 127.0.0.1:8053',
        '  data      .stoa',
        '',
        'Run a first app:',
        "  curl -sS -H 'Content-Type: application/json' -d @examples/apps/hello.json http://127.0.0.1:8080/v2/apps",
        '',
        'Stoa is ready. Ctrl-C stops it; its tasks run on, --stop-tasks ends them too.',
      ].join('\n'),
    );
  });

  test('counts several agents, and says what Ctrl-C will do to tasks', () => {
    const text = renderGreeting({
      ...greeting,
      endpoints: { ...greeting.endpoints, agents: ['127.0.0.1:1', '127.0.0.1:2'] },
      stopsTasks: true,
    });
    expect(text).toContain('  agent 1   http://127.0.0.1:1\n  agent 2   http://127.0.0.1:2\n');
    expect(text).toMatch(/^Stoa is ready\. Ctrl-C stops it and its tasks\.$/m);
  });

  test('says what runs without Docker, and how to get it', () => {
    const text = renderGreeting({ ...greeting, missingDockerSocket: '/run/docker.sock' });
    expect(text).toMatch(
      /^No Docker at \/run\/docker\.sock: apps with an image fail, plain commands run\. .*--docker-socket\.$/m,
    );
  });
});

describe('what a start looks at', () => {
  test('is the Docker socket of the flag, then of DOCKER_HOST, then the usual one', () => {
    expect(dockerSocket('/flag', 'unix:///env')).toBe('/flag');
    expect(dockerSocket(undefined, 'unix:///env')).toBe('/env');
    expect(dockerSocket(undefined, 'tcp://10.0.0.1:2375')).toBe('/var/run/docker.sock');
    expect(dockerSocket(undefined, undefined)).toBe('/var/run/docker.sock');
  });

  test.each([
    ['18.19.0', 'this is Node 18.19.0, but 20.11 or newer is needed'],
    ['20.10.9', 'this is Node 20.10.9, but 20.11 or newer is needed'],
    ['20.11.0', undefined],
    ['22.1.0', undefined],
  ])('is the version of Node: %s', (version, line) => {
    const told = [unsupportedNode(version), explainNode(version)];
    if (line === undefined) expect(told).toEqual([undefined, undefined]);
    else for (const text of told) expect(text).toContain(line);
  });

  test('is not a Node beyond those that package.json names', () => {
    expect(explainNode('99.0.0')).toMatch(/only releases before \d+ are known to work/);
  });

  test('ends up in endpoints.json', () => {
    const endpoints = { master: 'a:1', agents: ['a:2', 'a:3'], marathon: 'a:4', dns: 'a:5' };
    const text = renderEndpoints({ ...endpoints, dnsHttp: 'a:6' });
    expect(JSON.parse(text)).toEqual({ ...endpoints, console: 'http://a:4/ui/', dns_http: 'a:6' });
    expect(text.endsWith('\n')).toBe(true);
  });
});
