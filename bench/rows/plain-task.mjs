// An app with one plain task, against a bare spawn of the same command.
import { spawn } from 'node:child_process';
import { SignalPipe } from '../signal-pipe.mjs';

async function bareSpawn(pipe) {
  const here = pipe.next();
  const startedAt = performance.now();
  const child = spawn('sh', ['-c', `echo here > ${pipe.path}; exec sleep 1000`], {
    stdio: 'ignore',
  });
  const arrived = await here;
  child.kill('SIGKILL');
  return arrived - startedAt;
}

async function onStoa(cluster, pipe, id) {
  const app = {
    id,
    cmd: `echo here > ${pipe.path}; exec sleep 1000`,
    cpus: 0.1,
    mem: 16,
  };
  const here = pipe.next();
  const told = (await cluster.events()).untilStarted(id, 1);
  const startedAt = performance.now();
  const posted = cluster.submit(app).then(() => performance.now() - startedAt);
  const existing = (await here) - startedAt;
  const answer = await posted;
  await cluster.untilRunning(id);
  const running = performance.now() - startedAt;
  const event = (await told) - startedAt;
  await cluster.destroy(id);
  return { answer, existing, running, event };
}

/** Rows of `POST to the process existing` and `POST to tasksRunning 1`. */
export async function measurePlainTask({ cluster, directory, rounds }) {
  const pipe = new SignalPipe(directory);
  const measured = [];
  const control = [];
  try {
    // The first rounds warm up both: compiled code, open connections.
    for (let round = -3; round < rounds; round += 1) {
      const spawned = await bareSpawn(pipe);
      const figures = await onStoa(cluster, pipe, `/plain-${round + 3}`);
      if (round < 0) continue;
      control.push(spawned);
      measured.push(figures);
    }
  } finally {
    pipe.close();
  }
  const row = (what, name) => ({
    what: `plain task: POST to ${what}`,
    unit: 'ms',
    values: measured.map((figures) => figures[name]),
    control,
    controlWhat: 'bare spawn',
  });
  return [
    row('its 201 answer (durable)', 'answer'),
    row('its process existing', 'existing'),
    row('tasksRunning 1', 'running'),
    row('the event TASK_RUNNING', 'event'),
  ];
}
