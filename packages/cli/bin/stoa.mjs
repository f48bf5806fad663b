#!/usr/bin/env node
// The command `stoa`. npm links it when it installs, which is before anything is built.
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) await import(built.href);
else {
  console.error('stoa: not built yet; run: npm run build');
  process.exitCode = 1;
}
