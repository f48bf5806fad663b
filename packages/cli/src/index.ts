export { runCommand } from './commands.ts';
export { unsupportedNode } from './node-version.ts';
export { planAgentResources, type HostAmounts } from './up/agent-resources.ts';
export { renderEndpoints, type Endpoints } from './up/endpoints.ts';
export { upFlags, type UpFlags } from './up/flags.ts';
export { renderGreeting } from './up/greeting.ts';
export { startLocalCluster, type LocalCluster } from './up/local-cluster.ts';
export { upMain } from './up/up.ts';
