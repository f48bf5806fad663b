import { expect, test } from '@jest/globals';
import type { ApiRequest, ApiOutcome } from '@stoa/marathon/core';
import { resolveAppId } from '@stoa/marathon/core';
import { SimulatedCluster } from './cluster.ts';
import { checkConservation } from './checkers/conservation.ts';

test('an app is deployed, scaled, upgraded, restarted, killed and deleted', () => {
  const cluster = new SimulatedCluster({
    seed: 3,
    agents: 3,
    resources: 'cpus:8;mem:16000;disk:1000;ports:[31000-32000]',
  });
  const { simulator, marathon, ledger } = cluster;
  cluster.start();
  const outcomes: string[] = [];
  const ask = (request: ApiRequest) =>
    marathon.request(request, (outcome: ApiOutcome | undefined) =>
      outcomes.push(outcome?.kind ?? 'dead'),
    );
  const id = resolveAppId('/a/b');
  let t = 0;
  const run = (ms: number) => {
    for (let end = t + ms; t < end;) {
      t += 100;
      simulator.runUntil(t);
      checkConservation(simulator, cluster.master);
    }
  };
  const show = (label: string) =>
    console.log(
      label,
      t,
      outcomes.splice(0),
      ledger.running.size,
      JSON.stringify(marathon.kernel!.view.countsOf(id)),
      [...marathon.kernel!.view.deployments()].length,
      [...marathon.kernel!.view.tasksOf(id)].map((x) => x.id.slice(-8) + x.condition).join(' '),
    );
  const change = (json: object, create = false): ApiRequest => ({
    kind: 'changeApps',
    force: false,
    source: undefined,
    changes: [
      create
        ? { kind: 'create', id, json: { id: '/a/b', ...json } as never }
        : { kind: 'update', id, json: json as never, mayCreate: true },
    ],
  });
  run(3000);
  ask(change({ cmd: 'sleep 100', cpus: 0.5, instances: 3 }, true));
  run(1000);
  show('created');
  ask(change({ instances: 20 }));
  run(1500);
  show('scaled');
  ask(
    change({
      cmd: 'sleep 200',
      upgradeStrategy: { minimumHealthCapacity: 0.5, maximumOverCapacity: 0.2 },
    }),
  );
  run(5000);
  show('upgraded');
  ask({ kind: 'restartApp', id, force: false });
  run(5000);
  show('restarted');
  const [task] = marathon.kernel!.view.tasksOf(id);
  ask({
    kind: 'killTasks',
    selection: { kind: 'task', appId: id, taskId: task!.id },
    scale: false,
    wipe: false,
    force: false,
  });
  run(2000);
  show('killed');
  ask(change({ instances: 5 }));
  run(2000);
  show('down');
  marathon.process.crash();
  run(1000);
  marathon.process.start();
  run(3000);
  show('restart of marathon');
  cluster.master.process.crash();
  run(1000);
  cluster.master.process.start();
  run(20000);
  show('restart of master');
  ask(change({ instances: 8 }));
  run(3000);
  show('up');
  ask({ kind: 'deleteApp', id, force: true });
  run(3000);
  show('deleted');
  console.log(simulator.deeds, simulator.digest);
  expect(ledger.running.size).toBe(0);
});
