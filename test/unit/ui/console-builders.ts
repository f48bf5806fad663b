import { ClusterModel } from '../../../ui/src/model/cluster-model.ts';
import type {
  App,
  Definition,
  DeploymentJson,
  QueueItemJson,
} from '../../../ui/src/model/records.ts';

/** The moment at which the tests of the console look. */
export const NOW = Date.parse('2026-03-02T14:02:11.000Z');
export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

type Task = NonNullable<Definition['tasks']>[number];

/** A task that runs, with what is given in place of the usual. */
export function aTask(appId: string, at: number, given: Partial<Task> = {}): Task {
  const id = `${appId.slice(1).replaceAll('/', '_')}.instance-0000000${at}-86e3-11f1-9c1e-000000000242`;
  return {
    appId,
    id: `${id}._app.1`,
    host: `agent-${at}`,
    slaveId: `S${at}`,
    state: 'TASK_RUNNING',
    healthCheckResults: [],
    ipAddresses: [],
    ports: [31000 + at],
    servicePorts: [],
    localVolumes: [],
    role: '*',
    version: ago(3600),
    stagedAt: ago(64),
    startedAt: ago(60),
    ...given,
  };
}

/** A model of these apps and tasks. */
export function aModel(apps: readonly Definition[], tasks: readonly Task[] = []): ClusterModel {
  const model = new ClusterModel();
  model.takeGroups({ id: '/', apps });
  model.takeTasks(tasks);
  model.takeQueue([], NOW);
  return model;
}

/** An app's place in the queue for so many seconds, held back for so many more. */
export function aQueueItem(appId: string, since: number, left = 0): QueueItemJson {
  return {
    count: 1,
    app: { id: appId },
    since: ago(since),
    role: '*',
    delay: { timeLeftSeconds: left, overdue: left === 0 },
    processedOffersSummary: {
      processedOffersCount: 0,
      unusedOffersCount: 0,
      rejectSummaryLaunchAttempt: [],
      rejectSummaryLastOffers: [],
    },
  };
}

/** A deployment at its second step of three. */
export function aDeployment(appId: string, given: Partial<DeploymentJson> = {}): DeploymentJson {
  return {
    id: 'd',
    version: ago(60),
    affectedApps: [appId],
    affectedPods: [],
    steps: [],
    currentActions: [],
    currentStep: 2,
    totalSteps: 3,
    ...given,
  };
}

/** An app of a model; a test that asks for one that is not there has a fault. */
export function appOf(model: ClusterModel, id: string): App {
  const app = model.app(id);
  if (app === undefined) throw new Error(`the model has no ${id}`);
  return app;
}
