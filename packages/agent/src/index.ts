export { agentFlags, type AgentFlags } from './flags.ts';
export { agentMain, startAgent, type AgentDeps, type RunningAgent } from './main.ts';
