// `kill -9` of a task to its replacement's process, plain and in Docker, with `backoffSeconds` 0.
import {
  listContainers,
  inspectContainer,
  removeContainer,
  startContainer,
  untilContainers,
} from '../bare-docker.mjs';
import { bareTask, endAll, reporting } from '../bare-spawns.mjs';
import { ended } from '../cluster.mjs';
import { dockerApp, plainApp } from '../sample-apps.mjs';
import { SignalPipe } from '../signal-pipe.mjs';

const APP = { backoffSeconds: 0 };

/** Kills a process; how long until the next report, in milliseconds, and what it said. */
async function killAndTime(pipe, pid) {
  const here = pipe.reports(1);
  const startedAt = performance.now();
  process.kill(pid, 'SIGKILL');
  const { arrived, words } = await here;
  return { took: arrived - startedAt, word: words[0] };
}

/** A bare child is killed and, once its end is known, started anew. */
async function bareReplacement(pipe) {
  const here = pipe.next();
  const first = bareTask(pipe);
  await here;
  const again = ended(first).then(() => bareTask(pipe));
  const { took } = await killAndTime(pipe, first.pid);
  await endAll([await again]);
  return took;
}

/** The row of a plain task. */
export async function measureReplacePlain({ cluster, directory, rounds }) {
  const pipe = new SignalPipe(directory);
  const values = [];
  const control = [];
  try {
    const first = pipe.reports(1);
    await cluster.submitAndWait(plainApp('/replace', reporting(pipe), APP));
    let pid = Number((await first).words[0]);
    for (let round = -2; round < rounds; round += 1) {
      const bare = await bareReplacement(pipe);
      const { took, word } = await killAndTime(pipe, pid);
      pid = Number(word);
      await cluster.untilRunning('/replace');
      if (round < 0) continue;
      control.push(bare);
      values.push(took);
    }
    await cluster.destroy('/replace');
  } finally {
    pipe.close();
  }
  const what = 'kill -9 of a plain task to its replacement’s process';
  return [{ what, unit: 'ms', values, control, controlWhat: 'kill and spawn' }];
}

/** Create and start, to the report of the process. */
async function bareContainer(socketPath, pipe, directory) {
  // The task's own.
  await untilContainers(socketPath, 1);
  const here = pipe.next();
  const startedAt = performance.now();
  const id = await startContainer(socketPath, {
    cmd: reporting(pipe),
    host: { Binds: [`${directory}:${directory}`] },
  });
  const took = (await here) - startedAt;
  await removeContainer(socketPath, id);
  return took;
}

async function findPid(socketPath) {
  const [id] = await listContainers(socketPath);
  const { State: state } = await inspectContainer(socketPath, id);
  return state.Pid;
}

/** The row of a Docker task. */
export async function measureReplaceDocker({ cluster, docker, directory, rounds }) {
  const { socketPath } = docker;
  const pipe = new SignalPipe(directory);
  const values = [];
  const control = [];
  const volumes = [{ containerPath: directory, hostPath: directory, mode: 'RW' }];
  try {
    const app = dockerApp('/replace-docker', reporting(pipe), APP);
    await cluster.submitAndWait({ ...app, container: { ...app.container, volumes } });
    for (let round = -2; round < rounds; round += 1) {
      const bare = await bareContainer(socketPath, pipe, directory);
      const { took } = await killAndTime(pipe, await findPid(socketPath));
      await cluster.untilRunning(app.id);
      if (round < 0) continue;
      control.push(bare);
      values.push(took);
    }
    await cluster.destroy(app.id);
  } finally {
    pipe.close();
  }
  const what = 'kill -9 of a Docker task to its replacement’s process';
  return [{ what, unit: 'ms', values, control, controlWhat: 'Docker API create + start' }];
}
