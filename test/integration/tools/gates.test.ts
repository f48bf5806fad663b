import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HOME, run, scratchDirectory } from '../../support/stoa-process.ts';

// A gate that lets everything through also reports success: each is shown one thing that it has to stop.

let scratch: ReturnType<typeof scratchDirectory>;

beforeEach(() => {
  scratch = scratchDirectory();
  for (const name of ['tools', '.dependency-cruiser.cjs', 'package.json', 'packages/common']) {
    const isOurs = (path: string) => !/\/(dist|node_modules)(\/|$)/.test(path.slice(HOME.length));
    cpSync(join(HOME, name), join(scratch.path, name), { recursive: true, filter: isOurs });
  }
  symlinkSync(join(HOME, 'node_modules'), join(scratch.path, 'node_modules'));
});

afterEach(() => scratch.remove());

function plant(file: string, text: string): void {
  const path = join(scratch.path, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const gate = (script: string, ...argv: readonly string[]) =>
  run(process.execPath, [`tools/${script}`, ...argv], { cwd: scratch.path });

describe('the import rules', () => {
  beforeEach(() => {
    // Enough files for the gate to believe that it saw the sources.
    for (let at = 0; at < 10; at++) plant(`packages/common/src/more-${at}.ts`, 'export {};\n');
  });

  test('let the package as it is through', async () => {
    const { code, stdout } = await gate('boundaries.mjs');
    expect(stdout).toMatch(/^\d+ files read, 0 imports against the rules$/m);
    expect(code).toBe(0);
  });

  test('stop Node in pure code, and a daemon that imports another', async () => {
    plant('packages/master/src/core/clock.ts', "export { hrtime } from 'node:process';\n");
    plant('packages/agent/src/main.ts', 'export const agent = 1;\n');
    plant('packages/master/src/peek.ts', "export { agent } from '../../agent/src/main.ts';\n");
    const { code, stderr } = await gate('boundaries.mjs');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^no-platform-in-pure-code: packages\/master\/src\/core\/clock\.ts/m);
    expect(stderr).toMatch(/^no-daemon-imports-a-daemon: packages\/master\/src\/peek\.ts/m);
  });

  test('do not call it a success to have read nothing', async () => {
    rmSync(join(scratch.path, 'packages/common/src'), { recursive: true });
    plant('packages/common/src/index.ts', 'export {};\n');
    const { code, stderr } = await gate('boundaries.mjs');
    expect(code).toBe(1);
    expect(stderr).toContain('the checker does not see the sources');
  });
});

describe('tidy', () => {
  beforeEach(async () => {
    await run('git', ['init', '-q', '.'], { cwd: scratch.path });
    plant('.gitignore', 'node_modules\n');
    plant('packages/common/README.md', '# common\n');
  });

  test('lets the package as it is through', async () => {
    const { code, stdout, stderr } = await gate('tidy.mjs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d\d+ files, 0 faults$/m);
  });

  test('stops what unfinished work leaves behind', async () => {
    plant('packages/common/src/Helper.ts', '// TO' + 'DO: later\nexport {};\n');
    plant('packages/common/src/long.ts', 'export {};\n'.repeat(501));
    plant('packages/common/src/quiet.ts', '// eslint-' + 'disable-next-line\nexport {};\n');
    plant('docs/page.md', 'See [that](missing.md).\n');
    rmSync(join(scratch.path, 'packages/common/README.md'));
    const { code, stderr } = await gate('tidy.mjs');
    expect(code).toBe(1);
    for (const fault of [
      'packages/common/src/Helper.ts: file names are kebab-case',
      'packages/common/src/Helper.ts:1: an unfinished mark',
      'packages/common/src/long.ts: 502 lines, at most 500',
      'packages/common/src/quiet.ts:1: a check switched off',
      'docs/page.md: the link to missing.md leads nowhere',
      'packages/common/README.md: a package says what it is for',
    ]) {
      expect(stderr).toContain(fault);
    }
  });
});

describe('the references of the compiler', () => {
  test('are compared with the packages that have sources', async () => {
    plant('tsconfig.json', '{"files": [], "references": []}\n');
    const { code, stderr } = await gate('references.mjs', '--check');
    expect(code).toBe(1);
    expect(stderr).toContain('node tools/references.mjs');
    await gate('references.mjs');
    expect((await gate('references.mjs', '--check')).code).toBe(0);
    const config = JSON.parse(readFileSync(join(scratch.path, 'tsconfig.json'), 'utf8')) as object;
    expect(config).toEqual({ files: [], references: [{ path: 'packages/common' }] });
  });
});
