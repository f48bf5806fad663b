import { afterEach, expect, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Families } from '../../../packages/agent/src/containerizers/process/families.ts';
import {
  ProcessScanner,
  readProcesses,
  selectFamily,
} from '../../../packages/agent/src/containerizers/process/process-table.ts';
import { must } from '../../../packages/common/src/index.ts';
import { until } from '../../support/until.ts';

let directory = '';
let supervisor: ChildProcess | undefined;

afterEach(() => {
  if (supervisor?.pid !== undefined) process.kill(-supervisor.pid, 'SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

test('a task that is asked to end before it has begun hears of it when it has', async () => {
  directory = mkdtempSync(join(tmpdir(), 'families-'));
  const pipe = join(directory, 'pipe');
  spawnSync('mkfifo', [pipe]);
  // The copy of the shell waits, and the signal, which it hears as its parent does, ends the waiting alone.
  const script = `trap : TERM; ( trap : TERM; read -r word <"${pipe}"; exec sleep 1000 ); exit 7`;
  supervisor = spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore' });
  const leader = must(supervisor.pid, 'a pid');
  const ended = new Promise((resolve) => supervisor?.once('exit', resolve));
  await until('there is a copy of the shell', async () => {
    const family = selectFamily(await readProcesses(), leader);
    return family.some(({ state }) => state === 'S') ? true : undefined;
  });
  await new Families(new ProcessScanner()).ask(leader);
  expect(await ended).toBe(7);
  supervisor = undefined;
});
