// Marathon's API over its real kernel, with a master and agents that do what they are told.
import { must, timestamp } from '@stoa/common';
import type { EventJson } from '@stoa/proto/marathon';
import { eventJson } from '../../packages/marathon/src/api/events.ts';
import { FakeMarathon, jsonOf } from './marathon-api.ts';
import { MarathonHarness, type OfferShape } from './marathon-harness.ts';
import { ObedientMaster } from './obedient-master.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What a client sees of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly json: Json;
}

/** A task as `/v2/tasks` shows it. */
export interface TaskJson extends Json {
  readonly id: string;
  readonly host: string;
  readonly state: string;
  readonly ports: readonly number[];
  readonly version: string;
}

export class MarathonServer {
  readonly marathon: MarathonHarness;
  readonly master: ObedientMaster;
  readonly #api: FakeMarathon;

  constructor(
    options: {
      readonly agents?: readonly OfferShape[];
      readonly flags?: ConstructorParameters<typeof MarathonHarness>[0];
    } = {},
  ) {
    this.marathon = MarathonHarness.ready(options.flags);
    this.master = new ObedientMaster(this.marathon, options.agents);
    this.#api = new FakeMarathon(
      { apps: [] },
      {
        view: this.marathon.kernel.view,
        ask: (request) => Promise.resolve(must(this.marathon.ask(request), 'an outcome')),
        now: () => timestamp(this.marathon.at),
      },
    );
  }

  async send(method: string, target: string, body?: unknown): Promise<Answer> {
    const reply = await this.#api.send(method, target, body);
    return {
      status: reply.status,
      headers: reply.headers ?? {},
      json: (jsonOf(reply) ?? {}) as Json,
    };
  }

  /** A request that has to succeed. */
  async ok(method: string, target: string, body?: unknown): Promise<Json> {
    const { status, json } = await this.send(method, target, body);
    if (status >= 300) throw new Error(`${method} ${target}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  /** An app that runs as far as it can; gives its tasks. */
  async run(app: Json & { readonly id: string }): Promise<readonly TaskJson[]> {
    await this.ok('POST', '/v2/apps', { cmd: 'sleep 1000', cpus: 0.1, mem: 32, ...app });
    this.master.settle();
    return this.tasks(app.id);
  }

  async tasks(id: string): Promise<readonly TaskJson[]> {
    return (await this.ok('GET', `/v2/apps${id}/tasks`))['tasks'] as readonly TaskJson[];
  }

  async app(id: string, query = ''): Promise<Json> {
    return (await this.ok('GET', `/v2/apps${id}${query}`))['app'] as Json;
  }

  /** The app as it waits in the queue; undefined when it does not. */
  async waiting(id: string): Promise<Json | undefined> {
    const queue = (await this.ok('GET', '/v2/queue'))['queue'] as readonly Json[];
    return queue.find(({ app }) => (app as Json)['id'] === id);
  }

  /** Why offers were of no use to an app that waits. */
  async declined(id: string): Promise<Readonly<Record<string, number>>> {
    const item = must(await this.waiting(id), `${id} in the queue`);
    const summary = item['processedOffersSummary'] as Json;
    const rows = summary['rejectSummaryLaunchAttempt'] as readonly {
      readonly reason: string;
      readonly declined: number;
    }[];
    return Object.fromEntries(
      rows.flatMap(({ reason, declined }) => (declined > 0 ? [[reason, declined]] : [])),
    );
  }

  /** Ids of the deployments under way. */
  deployments(): readonly string[] {
    return this.marathon.deployments().map(({ id }) => id);
  }

  /** Every event so far of one type. */
  events<T extends EventJson['eventType']>(
    type: T,
  ): readonly Extract<EventJson, { eventType: T }>[] {
    const all = this.marathon.announced.map((told) => eventJson(told, timestamp(this.marathon.at)));
    return all.filter((event): event is Extract<EventJson, { eventType: T }> => {
      return event.eventType === type;
    });
  }
}

/** The instance behind a task. */
export function instanceIdOf({ id }: { readonly id: string }): string {
  return id.slice(0, id.indexOf('._app.'));
}

export function idsOf(tasks: readonly { readonly id: string }[]): readonly string[] {
  return tasks.map(({ id }) => id).sort();
}
