export { masterFlags, type MasterFlags } from './flags.ts';
export { masterMain, startMaster, type MasterDeps, type RunningMaster } from './main.ts';
