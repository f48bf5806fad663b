import { afterWrites, type Step } from '../state.ts';
import type { WantedKill } from './kill-book.ts';

const TIMER_PREFIX = 'kill/';

// Kills (marathon-behaviour.md §6): `--kill_chunk_size` in flight, each asked for again every
// `--kill_retry_timeout` until its task is known to have ended, without limit. The others wait in order.
//
// | What happens                                   | in flight                    | waiting      |
// |------------------------------------------------|------------------------------|--------------|
// | its task ended, was forgotten, is unreachable  | out, the next one goes       | out          |
// | it is wanted again                             | asked for again at once      | keeps place  |
// | nothing in `--kill_retry_timeout`              | asked for again              | waits        |
// | a subscription begins                          | asked for again at once      | waits        |

/** Has a task end, as soon as there is a place for its kill. */
export function wantKill(step: Step, kill: WantedKill): void {
  const { kills } = step.state;
  const underWay = kills.inFlightOf(kill.taskId);
  if (underWay === undefined) kills.add(kill);
  else askFor(step, underWay);
}

/** The task is over, forgotten or out of reach: its kill holds no place any more. Told twice it is as once. */
export function killEnded({ state, effects }: Step, taskId: string): void {
  if (state.kills.remove(taskId)) effects.push({ kind: 'cancelTimer', timer: timerOf(taskId) });
}

/** Once at the end of each step: places that are free go to those that wait longest. */
export function sendKills(step: Step): void {
  const { kills, config } = step.state;
  while (kills.inFlightCount < config.killsInFlightMax) {
    const next = kills.takeNext();
    if (next === undefined) return;
    askFor(step, next);
  }
}

/** A subscription begins: what was asked for on the one before may have been lost with it. */
export function repeatKills(step: Step): void {
  for (const kill of step.state.kills.inFlight()) askFor(step, kill);
}

/** A kill was not confirmed in time: it is asked for again. False when the timer is another's. */
export function killTimerFired(step: Step, timer: string): boolean {
  if (!timer.startsWith(TIMER_PREFIX)) return false;
  const kill = step.state.kills.inFlightOf(timer.slice(TIMER_PREFIX.length));
  if (kill !== undefined) askFor(step, kill);
  return true;
}

function askFor(step: Step, { taskId, agentId }: WantedKill): void {
  const agent_id = agentId === undefined ? undefined : { value: agentId };
  const kill = { task_id: { value: taskId }, agent_id };
  afterWrites(step, { kind: 'call', call: { type: 'KILL', kill } });
  step.state.kills.noteAttempt(taskId);
  const delay = step.state.config.killRetryTimeout;
  step.effects.push({ kind: 'startTimer', timer: timerOf(taskId), delay });
}

function timerOf(taskId: string): string {
  return TIMER_PREFIX + taskId;
}
