/**
 * What this daemon can tell: the closed list of its trace events. Names are API.
 *
 * | Event | Told when | Fields |
 * |---|---|---|
 * | `master.elected`, `master.recovered` | it leads; its registry is read | agents |
 * | `master.persistFailed` | a write of the registry failed and what hangs on it did not happen | reason |
 * | `agent.registered`, `agent.reregistered` | an agent was taken in | agentId, hostname, tasks |
 * | `agent.refused` | an agent may not join | hostname, reason |
 * | `agent.disconnected`, `agent.unreachable`, `agent.removed` | an agent is away, lost, gone | agentId, reason |
 * | `framework.subscribed`, `framework.resubscribed`, `framework.refused` | a framework came | frameworkId, name, reason |
 * | `framework.recovered` | an agent told of a framework that is not here yet | frameworkId, name |
 * | `framework.disconnected`, `framework.removed` | a framework is away, gone | frameworkId, reason |
 * | `framework.updated` | its info changed by UPDATE_FRAMEWORK | frameworkId |
 * | `offer.made`, `offer.accepted`, `offer.declined`, `offer.rescinded`, `offer.invalid` | in an offer's life | offerId, frameworkId, agentId, reason |
 * | `task.launched`, `task.refused` | a task was sent to its agent, or not | frameworkId, taskId, agentId, reason |
 * | `task.updated` | an update was taken | frameworkId, taskId, state |
 * | `update.dropped` | an update had no reader | frameworkId, taskId, reason |
 * | `operation.refused` | an operation of an ACCEPT was not done | frameworkId, operation, reason |
 * | `call.dropped` | a call had no effect | frameworkId, call, reason |
 */
export type MasterTraceName =
  | 'master.elected'
  | 'master.recovered'
  | 'master.persistFailed'
  | 'agent.registered'
  | 'agent.reregistered'
  | 'agent.refused'
  | 'agent.disconnected'
  | 'agent.unreachable'
  | 'agent.removed'
  | 'framework.subscribed'
  | 'framework.resubscribed'
  | 'framework.refused'
  | 'framework.recovered'
  | 'framework.disconnected'
  | 'framework.removed'
  | 'framework.updated'
  | 'offer.made'
  | 'offer.accepted'
  | 'offer.declined'
  | 'offer.rescinded'
  | 'offer.invalid'
  | 'task.launched'
  | 'task.refused'
  | 'task.updated'
  | 'update.dropped'
  | 'operation.refused'
  | 'call.dropped';
