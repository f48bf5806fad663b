// A Mesos-DNS as a process of its own, for `rows/names.mjs`: writes where it answers, and when it had the names, into
// a file.
import { writeFileSync } from 'node:fs';
import { preferSmallHeap, releaseMemorySoon } from '@stoa/runtime/small-heap';

// As `stoa dns` does it.
preferSmallHeap();
const { startMesosDns } = await import('@stoa/mesos-dns');
const [master, file] = process.argv.slice(2);
const startedAt = performance.now();
const flags = {
  masters: [master],
  port: 0,
  http_port: 0,
  refresh_seconds: 3600,
  resolvers: ['127.0.0.1:1'],
};
const dns = await startMesosDns(flags, { onLoaded: releaseMemorySoon });
const loadMs = performance.now() - startedAt;
const port = Number(dns.address.split(':').at(-1));
writeFileSync(file, JSON.stringify({ port, loadMs }));
console.log('ready');
