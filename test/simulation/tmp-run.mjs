import { runSeed, SMALL_RUN } from './run-seed.ts';
const from = Number(process.argv[2]), to = Number(process.argv[3]);
let bad = 0;
for (let s = from; s <= to; s++) { const t = performance.now(); const o = runSeed(s, { ...SMALL_RUN, apps: 8, requestMs: 600, checkMs: 1000, troubleMs: 300000 }); if (o.failure || s % 10 === 0) console.log(s, o.digest, o.deeds, o.started, o.answered, o.convergedMs, (performance.now()-t).toFixed(0), o.failure ?? ''); if (o.failure && bad++ < 2) { console.log(JSON.stringify(o.mix)); console.log(o.traces.slice(-60).map(x=>x.slice(0,220)).join('\n')); } }
