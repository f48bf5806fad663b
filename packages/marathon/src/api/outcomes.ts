import { emptyReply, type HttpReply } from '@stoa/common';
import type { ApiOutcome } from '../core/requests.ts';
import { createdAppJson } from './app-json.ts';
import { deploymentResultJson, stepJson } from './deployment-json.ts';
import { renderFault, reply } from './replies.ts';
import { planJson } from './stoa/plan.ts';
import { taskJson } from './task-json.ts';

const DEPLOYMENT_ID = 'Marathon-Deployment-Id';

/** What became of a request, as an answer (marathon-api.md §2, §3, §6, §8). */
export function renderOutcome(outcome: ApiOutcome): HttpReply {
  switch (outcome.kind) {
    case 'appCreated': {
      const { spec, version, deploymentId } = outcome;
      return reply(201, createdAppJson(spec, version, deploymentId), {
        Location: `/v2/apps${spec.id}`,
        [DEPLOYMENT_ID]: deploymentId,
      });
    }
    case 'deployed': {
      const { version, deploymentId, isCreated } = outcome;
      return reply(isCreated ? 201 : 200, deploymentResultJson(version, deploymentId), {
        [DEPLOYMENT_ID]: deploymentId,
      });
    }
    case 'groupCreated': {
      const { id, version, deploymentId } = outcome;
      return reply(201, deploymentResultJson(version, deploymentId), {
        Location: `/v2/groups${id}`,
        [DEPLOYMENT_ID]: deploymentId,
      });
    }
    case 'groupPatched':
      return emptyReply(200);
    case 'planned':
      return reply(200, planJson(outcome.plan, undefined));
    case 'previewed':
      return reply(200, { steps: outcome.steps.map(stepJson) });
    case 'tasksKilled':
      return reply(200, { tasks: outcome.tasks.map((task) => taskJson(task, [])) });
    case 'taskKilled':
      return reply(200, { task: taskJson(outcome.task, []) });
    case 'deploymentStopped':
      return emptyReply(202);
    case 'delayReset':
      return emptyReply(204);
    case 'abdicated':
      return reply(200, { message: 'Leadership abdicated' });
    case 'refused':
      return renderFault(outcome.fault);
  }
}
