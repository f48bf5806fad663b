export { marathonFlags, type MarathonFlags } from './flags.ts';
export { marathonMain, startMarathon, type MarathonDeps, type RunningMarathon } from './main.ts';
export { isAbdication } from './shell/exit-codes.ts';
