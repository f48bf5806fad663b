import { describe, expect, test } from '@jest/globals';
import { parseEvent } from '../../../ui/src/model/events.ts';
import { describeEvent } from '../../../ui/src/model/happenings.ts';

const ID = 'web.instance-0c5f3c4e-7a77-11eb-9f2e-0242ac110002';
const AT = '2026-03-01T10:00:00.000Z';

function tell(eventType: string, members: object) {
  const data = JSON.stringify({ eventType, timestamp: AT, ...members });
  const event = parseEvent({ event: eventType, data, id: undefined });
  if (event === undefined) throw new Error(`the page does not take ${eventType}`);
  return describeEvent(event);
}

const status = (taskStatus: string, message = '') =>
  tell('status_update_event', { taskId: `${ID}._app.1`, appId: '/web', taskStatus, message });

const change = (condition: string) =>
  tell('instance_changed_event', {
    ...{ instanceId: ID, runSpecId: '/web', condition, host: 'agent-7', agentId: 'S7' },
    runSpecVersion: AT,
  });

describe('what happened, in words', () => {
  test('an end is told by the task, with the exit code where there is one', () => {
    expect(status('TASK_FAILED', 'Command exited with status 3')).toMatchObject({
      family: 'bad',
      text: '0c5f3c4e of /web failed: exit code 3',
      appId: '/web',
      instanceId: ID,
    });
    expect(status('TASK_KILLED')?.text).toBe('0c5f3c4e of /web was killed');
    expect(status('TASK_FINISHED', 'Command exited with status 0')?.text).toBe(
      '0c5f3c4e of /web finished',
    );
  });

  test('it is told once: the instance tells of its start, the task of its end', () => {
    expect(change('Running')?.text).toBe('0c5f3c4e of /web runs on agent-7');
    expect(status('TASK_RUNNING')).toBeUndefined();
    expect(change('Failed')).toBeUndefined();
    expect(change('Scheduled')).toBeUndefined();
  });
});
