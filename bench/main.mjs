// `npm run bench [-- NAME …]`: figures of a local cluster, each beside its control in the same run, because
// milliseconds do not travel from machine to machine and ratios do. `--write` keeps them in docs/benchmarks.md.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callDocker, openDocker } from '../tools/machine/docker.mjs';
import { BenchCluster } from './cluster.mjs';
import { ROWS } from './rows.mjs';
import { renderRow, renderTable } from './statistics.mjs';

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FIGURES = /(<!-- figures -->\n)[\s\S]*(<!-- end of figures -->)/;

function refuse(line) {
  console.error(`bench: ${line}`);
  process.exit(2);
}

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  refuse(`--rounds wants a whole number of at least 1, not '${options.rounds}'`);
}
const unknown = names.find((name) => !ROWS.some((row) => row.name === name));
if (unknown !== undefined) {
  refuse(`no row is called '${unknown}'; there are ${ROWS.map(({ name }) => name).join(', ')}`);
}
if (options.write && names.length > 0) refuse('--write keeps whole tables: name no row with it');
const chosen = names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name));

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

/** Docker if a row wants it, or undefined with the reason said. */
async function findDocker() {
  if (!chosen.some(({ needs }) => needs === 'docker')) return undefined;
  try {
    return await openDocker();
  } catch (error) {
    console.log(`== without Docker: ${error.message}`);
    return undefined;
  }
}

/** One row: a cluster of its own if it needs one, so that no row meets what another left behind. */
async function measureRow(row, { docker, directory: parent }) {
  const directory = join(parent, row.name);
  mkdirSync(directory);
  const given = { docker, directory, rounds: Math.min(rounds, row.roundsMax ?? rounds) };
  console.log(`== ${row.name}`);
  if (row.needs === 'nothing') return row.measure(given);
  const env = docker === undefined ? {} : { DOCKER_HOST: `unix://${docker.socketPath}` };
  const cluster = await BenchCluster.start(join(directory, 'cluster'), env);
  try {
    return await row.measure({ ...given, cluster });
  } finally {
    await cluster.stop();
  }
}

async function measureAll(docker, directory) {
  const figures = [];
  for (const row of chosen) {
    if (row.needs === 'docker' && docker === undefined) continue;
    const measured = await measureRow(row, { docker, directory });
    for (const figure of measured) console.log(renderRow(figure).join(' | '));
    figures.push(...measured);
  }
  return figures;
}

function keep(text) {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(FIGURES, (_, begin, end) => `${begin}\n${text}\n${end}`),
  );
  console.log('kept in docs/benchmarks.md');
}

const directory = mkdtempSync(join(tmpdir(), 'stoa-bench-'));
const docker = await findDocker();
try {
  const machine = await describeMachine(docker);
  const figures = await measureAll(docker, directory);
  const table = renderTable(figures.map(renderRow));
  const text = `${[...machine.map((line) => `- ${line}`), '', table].join('\n')}\n`;
  console.log(`\n${text}`);
  if (options.write) keep(text);
} finally {
  await docker?.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
