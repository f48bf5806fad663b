// `npm run bench`: figures of a local cluster, each beside its control in the same run, because milliseconds
// do not travel from machine to machine and ratios do. `-- --write` keeps them in docs/benchmarks.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callDocker, openDocker } from '../tools/machine/docker.mjs';
import { BenchCluster } from './cluster.mjs';
import { measureDockerTask } from './rows/docker-task.mjs';
import { measurePlainTask } from './rows/plain-task.mjs';
import { measureSecondStart } from './rows/second-start.mjs';
import { renderRow, renderTable } from './statistics.mjs';

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FIGURES = /(<!-- figures -->\n)[\s\S]*(<!-- end of figures -->)/;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`bench: --rounds wants a whole number of at least 1, not '${options.rounds}'`);
  process.exit(2);
}

async function describeMachine(docker) {
  const [{ model } = { model: 'unknown processor' }] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  const lines = [
    `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} × ${model}, ${gib} GiB`,
    `Node ${process.versions.node}, Linux ${release()}`,
    `load before the run: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(', ')}`,
  ];
  if (docker === undefined) return [...lines, 'without Docker'];
  const { text } = await callDocker(docker.socketPath, 'GET', '/info');
  const { ServerVersion: version, Driver: driver } = JSON.parse(text);
  return [...lines, `Docker ${version}, storage ${driver}`];
}

/** Docker, or undefined with the reason said. */
async function findDocker() {
  try {
    return await openDocker();
  } catch (error) {
    console.log(`== without Docker: ${error.message}`);
    return undefined;
  }
}

async function measureTasks(docker, directory) {
  const env = docker === undefined ? {} : { DOCKER_HOST: `unix://${docker.socketPath}` };
  const cluster = await BenchCluster.start(join(directory, 'tasks'), env);
  try {
    console.log('== one plain task');
    const plain = await measurePlainTask({ cluster, directory, rounds });
    if (docker === undefined) return plain;
    console.log('== one Docker task');
    return [...plain, ...(await measureDockerTask({ cluster, docker, rounds }))];
  } finally {
    await cluster.stop();
  }
}

const directory = mkdtempSync(join(tmpdir(), 'stoa-bench-'));
const docker = await findDocker();
try {
  const machine = await describeMachine(docker);
  const rows = await measureTasks(docker, directory);
  console.log('== second start, idle memory');
  rows.push(...(await measureSecondStart({ workDir: join(directory, 'start'), rounds })));
  const figures = [...machine.map((line) => `- ${line}`), '', renderTable(rows.map(renderRow))];
  const text = `${figures.join('\n')}\n`;
  console.log(`\n${text}`);
  if (options.write) {
    const page = readFileSync(PAGE, 'utf8');
    writeFileSync(
      PAGE,
      page.replace(FIGURES, (_, begin, end) => `${begin}\n${text}\n${end}`),
    );
    console.log('kept in docs/benchmarks.md');
  }
} finally {
  await docker?.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
