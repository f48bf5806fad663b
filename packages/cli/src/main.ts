#!/usr/bin/env node
import { unsupportedNode } from './node-version.ts';

// Checked before anything else is loaded: newer syntax in a library would fail with a riddle.
const unsupported = unsupportedNode(process.versions.node);
if (unsupported === undefined) {
  const { runCommand } = await import('./commands.ts');
  await runCommand(process.argv.slice(2), process.env);
} else {
  console.error(`stoa: ${unsupported}`);
  process.exitCode = 1;
}
