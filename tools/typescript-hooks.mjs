// Module hooks that let plain Node run the TypeScript sources of the workspace, optionally with one defect
// planted: a text of one file replaced as it is read. Nothing of this is part of what is built.
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const home = join(import.meta.dirname, '..');
let planted;

/** Node's initialise hook; `defect` names an entry of test/simulation/defects.json. */
export async function initialize({ defect } = {}) {
  if (defect === undefined) return;
  const defects = JSON.parse(await readFile(join(home, 'test/simulation/defects.json'), 'utf8'));
  planted = defects.find(({ name }) => name === defect);
  if (planted === undefined) throw new Error(`no defect is called ${defect}`);
}

/** Node's resolve hook: packages of the workspace are read from their sources. */
export function resolve(specifier, context, next) {
  const conditions = ['stoa-source', ...context.conditions];
  return next(specifier, { ...context, conditions });
}

/** Node's load hook: `.ts` becomes a module. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const source = await readFile(filename, 'utf8');
  const { code } = await transform(plant(relative(home, filename), source), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
}

function plant(file, source) {
  if (planted?.file !== file) return source;
  const parts = source.split(planted.find);
  if (parts.length !== 2) {
    throw new Error(
      `defect ${planted.name}: its text is found ${parts.length - 1} times in ${file}`,
    );
  }
  return parts.join(planted.replace);
}
