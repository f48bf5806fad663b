import type Docker from 'dockerode';
import { AGENT_LABEL, CONTAINER_LABEL } from '../../core/index.ts';
import { CALL_DEADLINE_MS, deadline, pause } from './docker-calls.ts';
import { isReached, isStatus } from './docker-errors.ts';

/** Between two tries to reach a Docker that does not answer, in milliseconds; doubles up to the most. */
const RETRY_MIN_MS = 1000;
const RETRY_MAX_MS = 60_000;

/** What a search for orphans needs. */
export interface OrphanSearch {
  readonly docker: Docker;
  readonly agentId: string;
  /** Asked anew for each container found: a task may have come since the search began. */
  readonly isKnown: (containerId: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Removes the containers that bear this agent's label and are none of its tasks'. It looks when
 * Docker answers, however late that is, and once more after the longest time a call may take: an
 * earlier life may have asked for a container that Docker makes only now. Rejects with Docker's
 * refusal.
 */
export async function removeOrphans(search: OrphanSearch): Promise<void> {
  await lookUntilAnswered(search);
  await pause(CALL_DEADLINE_MS, search.signal);
  await lookUntilAnswered(search);
}

async function lookUntilAnswered(search: OrphanSearch): Promise<void> {
  const { signal } = search;
  for (let wait = RETRY_MIN_MS; !signal.aborted; wait = Math.min(wait * 2, RETRY_MAX_MS)) {
    try {
      await look(search);
      return;
    } catch (error) {
      if (isReached(error)) throw error;
    }
    await pause(wait, signal);
  }
}

async function look({ docker, agentId, isKnown }: OrphanSearch): Promise<void> {
  const filters = { label: [`${AGENT_LABEL}=${agentId}`] };
  const listed = await docker.listContainers({ all: true, filters, ...deadline() });
  for (const { Id, Labels } of listed) {
    if (isKnown(Labels[CONTAINER_LABEL] ?? '')) continue;
    try {
      await docker.getContainer(Id).remove({ force: true, v: true, ...deadline() });
    } catch (error) {
      // Gone, or about to go.
      if (!isStatus(error, 404, 409)) throw error;
    }
  }
}
