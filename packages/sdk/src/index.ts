export { parseMasters } from './addresses.ts';
export type { MasterLocator } from './masters.ts';
export { acknowledge, decline, kill, launch } from './calls.ts';
export { CallFailedError, CallRefusedError, NotSubscribedError } from './errors.ts';
export {
  connectExecutor,
  type ExecutorConnection,
  type ExecutorOptions,
  type ExecutorStatus,
} from './executor-connection.ts';
export { parseExecutorEnvironment, type ExecutorEnvironment } from './executor-environment.ts';
export {
  connectFramework,
  type ConnectionState,
  type FrameworkCall,
  type FrameworkConnection,
  type FrameworkOptions,
} from './framework-connection.ts';
export {
  Framework,
  type FrameworkHandlers,
  type FrameworkSettings,
  type TaskPlan,
} from './framework.ts';
export {
  connectOperator,
  type OperatorConnection,
  type OperatorOptions,
  type OperatorState,
} from './operator-connection.ts';
export type { Encoding } from './wire.ts';
