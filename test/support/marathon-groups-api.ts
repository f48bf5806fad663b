// `/v2/groups` over the real kernel: its disk and its master are at hand.
import { must } from '@stoa/common';
import type { GroupJson } from '@stoa/proto/marathon';
import { FakeMarathon, jsonOf } from './marathon-api.ts';
import { MarathonHarness } from './marathon-harness.ts';

type Json = Readonly<Record<string, unknown>>;

/** Marathon as a client of groups sees it. */
export class Groups {
  readonly kernel: MarathonHarness;
  readonly #api: FakeMarathon;

  constructor(flags: ConstructorParameters<typeof MarathonHarness>[0] = {}) {
    this.kernel = MarathonHarness.ready(flags);
    this.#api = new FakeMarathon(
      { apps: [] },
      {
        view: this.kernel.kernel.view,
        ask: (request) => Promise.resolve(must(this.kernel.ask(request), 'an outcome')),
      },
    );
  }

  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) {
    return this.#api.send(method, path, body, headers);
  }

  /** A request that has to succeed. */
  async ok(method: string, path: string, body?: unknown): Promise<Json> {
    const reply = await this.send(method, path, body);
    const json = jsonOf(reply) as Json;
    if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(json)}`);
    return json;
  }

  async group(path = ''): Promise<GroupJson> {
    return (await this.ok('GET', `/v2/groups${path}`)) as unknown as GroupJson;
  }

  /** Ids of the apps that there are. */
  apps(): readonly string[] {
    return [...this.kernel.kernel.view.apps()].map(({ id }) => String(id)).sort();
  }

  /** Every step of a preview, as `Scale /a`. */
  async preview(path: string, body: unknown): Promise<readonly (readonly string[])[]> {
    const json = await this.ok('PUT', `/v2/groups${path}?dryRun=true`, body);
    const steps = json['steps'] as readonly { actions: { action: string; app: string }[] }[];
    return steps.map(({ actions }) =>
      actions.map(({ action, app }) => `${action.replace('Application', '')} ${app}`),
    );
  }
}
