// Marathon's kernel for tests of groups.
import { timestamp, type Timestamp } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import type {
  ApiFault,
  ApiOutcome,
  ApiRequest,
  GroupView,
} from '../../packages/marathon/src/core/index.ts';
import { appId } from './marathon-apps.ts';
import { MarathonHarness } from './marathon-harness.ts';

/** An app that runs. */
export const RUN = { cmd: 'sleep 1000', cpus: 0.1, mem: 32 };

/** A group of two apps. */
export const TWO = {
  apps: [
    { ...RUN, id: 'a' },
    { ...RUN, id: 'b' },
  ],
};

/** The kernel with wishes about groups. */
export class GroupsHarness extends MarathonHarness {
  static of(groups: Readonly<Record<string, GroupUpdateJson>> = {}, flags = {}): GroupsHarness {
    const marathon = new GroupsHarness(flags);
    marathon.load();
    marathon.subscribe();
    for (const [id, json] of Object.entries(groups)) {
      versionOf(marathon.post(id, json));
    }
    marathon.runAll();
    return marathon;
  }

  post(id: string, json: GroupUpdateJson): ApiOutcome | undefined {
    return this.#change({ kind: 'create', id: appId(id), json }, false);
  }

  put(id: string, json: GroupUpdateJson, force = false): ApiOutcome | undefined {
    return this.#change({ kind: 'update', id: appId(id), json }, force);
  }

  scale(id: string, factor: number): ApiOutcome | undefined {
    return this.#change({ kind: 'scale', id: appId(id), factor }, false);
  }

  rollback(id: string, version: Timestamp, force = false): ApiOutcome | undefined {
    return this.#change({ kind: 'rollback', id: appId(id), version }, force);
  }

  remove(id: string, force = false): ApiOutcome | undefined {
    return this.#change({ kind: 'delete', id: appId(id) }, force);
  }

  #change(
    change: Extract<ApiRequest, { kind: 'changeGroup' }>['change'],
    force: boolean,
  ): ApiOutcome | undefined {
    return this.ask({ kind: 'changeGroup', change, force, toldOf: appId('/') });
  }

  group(id: string): GroupView | undefined {
    return this.kernel.view.group(appId(id));
  }

  versions(id = '/'): readonly Timestamp[] {
    return this.kernel.view.versionsOfGroup(appId(id)) ?? [];
  }

  groupAt(id: string, version: Timestamp | undefined): GroupView | undefined {
    return this.kernel.view.groupAt(appId(id), version ?? timestamp(0));
  }

  apps(): readonly string[] {
    return [...this.kernel.view.apps()].map(({ id }) => String(id)).sort();
  }

  /** The steps of the one deployment that runs, as `Scale /a`. */
  steps(): readonly string[] {
    return this.deployments()
      .flatMap(({ steps }) => steps)
      .map(({ actions }) =>
        actions.map(({ action, app }) => `${action.replace('Application', '')} ${app}`).join(', '),
      );
  }

  /** Lets every kill end, until nothing is killed any more. */
  settle(): void {
    for (let done = 0; ;) {
      const killed = this.killed();
      if (done === killed.length) return;
      for (const id of killed.slice(done)) this.status(id, 'TASK_KILLED');
      done = killed.length;
      this.runAll();
    }
  }
}

/** Why a request was refused. */
export function faultOf(outcome: ApiOutcome | undefined): ApiFault {
  if (outcome?.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(outcome)}`);
  return outcome.fault;
}

/** The version that a change was given. */
export function versionOf(outcome: ApiOutcome | undefined): Timestamp {
  if (outcome === undefined || !('version' in outcome)) throw new Error('no version');
  return outcome.version;
}
