// Many agents in one process: the real kernel and the real link to the master, with containers that start at
// once and a store in memory. Run as: node bench/emulated-agents.mjs MASTER COUNT
import { hostname } from 'node:os';
import { Random, seconds, milliseconds, timestamp } from '@stoa/common';
import { AgentKernel, planHostResources } from '@stoa/agent/core';
import { KernelDriver, SystemClock, timerPerformers } from '@stoa/runtime';
import { MasterLink } from '../packages/agent/dist/shell/master-link.js';

const RESOURCES = 'cpus:48;mem:196608;disk:1048576;ports:[31000-32000]';
const EMPTY = { agentId: undefined, bootId: 'emulated', frameworks: [], tasks: [] };

function createConfig(index, master, resources) {
  return {
    toldIp: undefined,
    processId: crypto.randomUUID(),
    build: { version: '1.12.0', build_date: '', build_time: 0, build_user: '' },
    startedAt: timestamp(Date.now()),
    hostname: `${hostname()}-${index}`,
    ip: '127.0.0.1',
    port: 20_000 + index,
    workDir: `/var/lib/stoa-${index}`,
    resources,
    attributes: [],
    domain: undefined,
    masters: [master],
    bootId: 'emulated',
    registrationBackoff: seconds(1),
    executorShutdownGrace: seconds(5),
    executorReregistrationTimeout: seconds(2),
    executorEnvironment: {},
    sandboxDirectory: '/mnt/mesos/sandbox',
    canSwitchUser: false,
    frameworksHome: '',
    containerizers: ['docker', 'mesos'],
    hasCpuQuota: false,
    dockerGrace: milliseconds(5000),
    flags: {},
  };
}

/** Containers of nothing: each starts when it is asked to, and ends likewise. */
function containerPerformers(deliver) {
  const running = new Set();
  return {
    launchContainer: ({ spec: { containerId } }) => {
      running.add(containerId);
      setImmediate(() =>
        deliver({
          kind: 'containerStarted',
          containerId,
          running: { pid: 1, ipAddresses: [], inspection: undefined },
        }),
      );
    },
    adoptContainer: () => undefined,
    stopContainer: ({ container: { containerId } }) => {
      if (!running.delete(containerId)) return;
      const end = { kind: 'signalled', signal: 15 };
      setImmediate(() => deliver({ kind: 'containerEnded', containerId, end }));
    },
    removeContainer: ({ container: { containerId } }) => running.delete(containerId),
  };
}

function startOne(index, master, resources) {
  const clock = new SystemClock();
  const deliver = (event) => driver.deliver(event);
  const link = new MasterLink({ deliver, credential: undefined });
  const refuse = (effect) => {
    throw new Error(`an emulated agent has no ${effect.kind}`);
  };
  const driver = new KernelDriver({
    kernel: new AgentKernel(createConfig(index, master, resources), new Random(index)),
    clock,
    onFatal: (error) =>
      setImmediate(() => {
        throw error;
      }),
    performers: {
      ...timerPerformers(clock, deliver),
      ...containerPerformers(deliver),
      persist: ({ token }) => setImmediate(() => deliver({ kind: 'persisted', token })),
      trace: () => undefined,
      openLink: ({ address, call }) => link.open(address, call),
      closeLink: () => link.leave(),
      sendCall: ({ call }) => link.send(call),
      probe: refuse,
      terminate: refuse,
    },
  });
  driver.deliver({ kind: 'recovered', checkpoint: EMPTY, observations: [] });
}

const [, , master, count] = process.argv;
const resources = planHostResources(RESOURCES, { cpus: 48, memMb: 196_608, diskMb: 1_048_576 });
if (!resources.ok) throw new Error(resources.error);
for (let index = 0; index < Number(count); index += 1) startOne(index, master, resources.value);
console.log('emulating');
