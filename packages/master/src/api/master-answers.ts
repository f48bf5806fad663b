import { assert } from '@stoa/common';
import type {
  MasterResponse_GetAgents,
  MasterResponse_GetAgents_Agent,
  MasterResponse_GetExecutors,
  MasterResponse_GetFrameworks,
  MasterResponse_GetFrameworks_Framework,
  MasterResponse_GetState,
  MasterResponse_GetTasks,
  Resource,
  Role,
  Task,
} from '@stoa/proto';
import { Resources } from '@stoa/proto';
import { endpointFormat, quantities } from '@stoa/proto/classic';
import { summariseRoles } from './roles.ts';
import { optionalTime, timeInfo } from './times.ts';
import { usageOfFramework } from './usage.ts';
import type { AgentView, ClusterView, FrameworkView } from './view.ts';

/** The four parts, always all there (mesos-endpoints.md §2.3). */
export function getState(view: ClusterView): MasterResponse_GetState {
  return {
    get_tasks: getTasks(view),
    get_executors: getExecutors(view),
    get_frameworks: getFrameworks(view),
    get_agents: getAgents(view),
  };
}

export function getAgents(view: ClusterView): MasterResponse_GetAgents {
  return {
    agents: Array.from(view.agents, agentAnswer),
    recovered_agents: [...view.recoveredAgents],
  };
}

/** One agent, as GET_AGENTS and AGENT_ADDED tell it. */
export function agentAnswer(agent: AgentView): MasterResponse_GetAgents_Agent {
  const { usage } = agent;
  return {
    // Agents always checkpoint, so they do not say it, and readers want it said (§2.3).
    agent_info: { ...agent.info, checkpoint: true },
    active: agent.active,
    deactivated: agent.deactivated,
    version: agent.version,
    pid: agent.pid,
    registered_time: timeInfo(agent.registeredAt),
    reregistered_time: optionalTime(agent.reregisteredAt),
    total_resources: agent.total.toList().map(endpointFormat),
    allocated_resources: listIfAny(usage.used),
    offered_resources: listIfAny(usage.offered),
    capabilities: agent.capabilities,
    drain_info: agent.drain,
    estimated_drain_start_time: optionalTime(agent.drainStartedAt),
  };
}

function listIfAny(resources: readonly Resource[]): readonly Resource[] | undefined {
  if (resources.length === 0) return undefined;
  return Resources.of(resources).toList().map(endpointFormat);
}

export function getFrameworks(view: ClusterView): MasterResponse_GetFrameworks {
  return {
    frameworks: Array.from(view.frameworks, frameworkAnswer),
    completed_frameworks: Array.from(view.completedFrameworks, frameworkAnswer),
  };
}

/** One framework, as GET_FRAMEWORKS tells it. */
export function frameworkAnswer(framework: FrameworkView): MasterResponse_GetFrameworks_Framework {
  const { registeredAt, reregisteredAt, unregisteredAt } = framework;
  const { used, offered } = usageOfFramework(framework);
  // The newest first, as the originals list them.
  const offers = [...framework.offers].reverse();
  return {
    framework_info: framework.info,
    active: framework.active,
    connected: framework.connected,
    recovered: framework.recovered,
    registered_time: optionalTime(registeredAt),
    reregistered_time: optionalTime(reregisteredAt ?? registeredAt),
    unregistered_time: optionalTime(unregisteredAt),
    offers: offers.length === 0 ? undefined : offers,
    allocated_resources: listIfAny(used),
    offered_resources: listIfAny(offered),
    offer_constraints: framework.offerConstraints ?? {},
  };
}

/** One framework, as events tell it: without its offers, which come and go with no event. */
export function frameworkNews(framework: FrameworkView): MasterResponse_GetFrameworks_Framework {
  return {
    ...frameworkAnswer(framework),
    unregistered_time: { nanoseconds: 0n },
    offers: undefined,
    offered_resources: undefined,
    offer_constraints: framework.offerConstraints,
  };
}

export function getExecutors(view: ClusterView): MasterResponse_GetExecutors {
  const executors = Array.from(view.frameworks).flatMap((framework) =>
    Array.from(framework.executors, ({ info, agentId }) => ({
      executor_info: info,
      agent_id: { value: agentId },
    })),
  );
  return { executors };
}

export function getTasks(view: ClusterView): MasterResponse_GetTasks {
  const tasks: Task[] = [];
  const unreachable: Task[] = [];
  const completed: Task[] = [];
  for (const framework of [...view.frameworks, ...view.completedFrameworks]) {
    tasks.push(...framework.tasks);
    unreachable.push(...framework.unreachableTasks);
    completed.push(...framework.completedTasks);
  }
  return {
    tasks: tasks.map(withoutPayload),
    unreachable_tasks: unreachable.map(withoutPayload),
    completed_tasks: completed.map(withoutPayload),
  };
}

/** A task without the `data` of its statuses, which is the framework's own business. */
export function withoutPayload(task: Task): Task {
  if (task.statuses?.some(({ data }) => data !== undefined) !== true) return task;
  return { ...task, statuses: task.statuses.map((status) => ({ ...status, data: undefined })) };
}

const SHOWN_OF_ROLES = ['cpus', 'mem', 'disk', 'gpus'];

/** Only scalars that a role holds or is offered; no member when there is none (§2.2). */
export function getRoles(view: ClusterView): readonly Role[] | undefined {
  const roles = summariseRoles(view).map(
    ({ name, weight, frameworks, allocated, offered }): Role => {
      const amounts = quantities([...allocated, ...offered]);
      const resources = SHOWN_OF_ROLES.filter((each) => amounts.has(each)).map((each) =>
        scalar(each, (amounts.get(each) ?? 0) / 1000),
      );
      return {
        name,
        weight,
        frameworks: frameworks.length === 0 ? undefined : frameworks.map((value) => ({ value })),
        resources: resources.length === 0 ? undefined : resources,
      };
    },
  );
  return roles.length === 0 ? undefined : roles;
}

function scalar(name: string, value: number): Resource {
  assert(Number.isFinite(value), `amount of ${name} is a number`);
  return { name, type: 'SCALAR', scalar: { value } };
}
