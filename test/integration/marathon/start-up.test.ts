import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createLog, describeFlags, parseFlags, renderHelp } from '@stoa/runtime';
import {
  marathonFlags,
  startMarathon,
  type MarathonDeps,
  type MarathonFlags,
  type RunningMarathon,
} from '../../../packages/marathon/src/index.ts';
import { callJson, scratchDirectory } from '../../support/stoa-process.ts';
import { until } from '../../support/until.ts';

const silent = createLog({ daemon: 'test', sink: () => undefined });
const scratch = scratchDirectory();
const opened: { close(): Promise<void> }[] = [];
let directories = 0;

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
afterAll(() => scratch.remove());

/** Marathon with nobody to lead it, unless `master` says where somebody is. */
async function start(
  flags: Partial<MarathonFlags> = {},
  deps: MarathonDeps = {},
): Promise<RunningMarathon> {
  const marathon = await startMarathon(
    {
      master: '127.0.0.1:1',
      http_port: 0,
      work_dir: join(scratch.path, `m${directories++}`),
      ...flags,
    },
    { log: silent, ...deps },
  );
  opened.push(marathon);
  return marathon;
}

describe('a start that cannot be', () => {
  test.each([
    [{ zk: 'zk://localhost:0/marathon' }, /address of ZooKeeper: server/],
    [{ work_dir: undefined }, /--work_dir is required.*--zk/],
    [{ master: 'zk://nobody@localhost:2181/mesos' }, /address of ZooKeeper: credentials/],
    [{ master: 'http://a b' }, /--master: .*host:port/],
    [{ enable_features: ['secrets'] }, /'secrets' is not in this version/],
    [{ deprecated_features: ['x'] }, /--deprecated_features: 'x' is gone/],
    [{ enable_features: ['magic'] }, /'magic' is none of vips/],
    [{ local_port_min: 300, local_port_max: 200 }, /--local_port_min must be below/],
    [{ http_address: '0.0.0.0' }, /--insecure.*--http_credentials/],
    [{ http_credentials: 'nocolon' }, /--http_credentials: .*user:password/],
    [{ mesos_authentication_secret_file: '/nonexistent' }, /cannot read \/nonexistent/],
    [{ allowed_origins: ['*'] }, /--allowed_origins/],
  ] as const)('by %j says what to do', async (flags, message) => {
    await expect(start(flags)).rejects.toThrow(message);
  });

  test('on a taken port names the flag, and leaves the store to the next', async () => {
    const first = await start();
    const port = Number(first.address.split(':').at(-1));
    const work_dir = join(scratch.path, 'taken');
    await expect(start({ http_port: port, work_dir })).rejects.toThrow(/taken.*--http_port/);
    await start({ work_dir });
  });

  test('in the work directory of another names who has it', async () => {
    const work_dir = join(scratch.path, 'shared');
    await start({ work_dir });
    await expect(start({ work_dir })).rejects.toThrow(/in use by process \d+/);
  });
});

describe('flags', () => {
  test('come from the command line, the environment and a file, with the names of the original', () => {
    const flags = parseFlags(
      marathonFlags,
      ['--master=m:5050', '--work_dir=/d', '--max_tasks_per_offer=7', '--no-checkpoint'],
      { MARATHON_HTTP_PORT: '9090', MARATHON_FRAMEWORK_NAME: 'mine' },
    );
    expect(flags).toMatchObject({
      http_port: 9090,
      framework_name: 'mine',
      max_instances_per_offer: 7,
      checkpoint: false,
      failover_timeout: 604_800,
      decline_offer_duration: 120_000,
      local_port_min: 10_000,
      local_port_max: 20_000,
    });
  });

  test('are all in the help, each with its variable', () => {
    const help = renderHelp(marathonFlags);
    for (const { name, env } of describeFlags(marathonFlags)) {
      expect(help).toContain(`--${name}`);
      expect(help).toContain(`$${env}`);
    }
    expect(() => parseFlags(marathonFlags, ['--mastr=m:1'], {})).toThrow(/did you mean --master/);
  });

  test('name no place for apps: it does not start, and says what to give', async () => {
    const started = startMarathon({ master: 'm:1', http_port: 0 }, { log: silent });
    await expect(started).rejects.toThrow(/--work_dir is required.*--zk/);
  });
});

describe('the listener', () => {
  test('case 116: asks for the password, of everybody and everywhere', async () => {
    const { address } = await start({ http_credentials: 'alice:s', http_realm: 'Here' });
    const ask = (path: string, user?: string) =>
      fetch(`http://${address}${path}`, {
        headers: user === undefined ? {} : { Authorization: `Basic ${btoa(user)}` },
      });
    for (const path of ['/ping', '/metrics', '/v2/apps', '/v2/events']) {
      const refused = await ask(path);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Basic realm="Here"');
      expect((await ask(path, 'alice:wrong')).status).toBe(401);
    }
    expect((await ask('/ping', 'alice:s')).status).toBe(200);
  });

  test('takes no change from the page of another site, unless its origin is listed', async () => {
    const { address } = await start({ access_control_allow_origin: ['http://console.test'] });
    const post = (origin: string) =>
      fetch(`http://${address}/v2/apps`, {
        method: 'POST',
        headers: { Origin: origin, 'Content-Type': 'text/plain' },
        body: '{"id":"/evil","cmd":"true"}',
      });
    expect((await post('http://evil.test')).status).toBe(403);
    expect((await post('http://console.test')).status).toBe(415);
    const { json } = await callJson('GET', `http://${address}/v2/apps`);
    expect(json).toEqual({ apps: [] });
  });

  test('tells what it was told by flags, and nothing of secrets', async () => {
    const { address } = await start({
      mesos_role: 'dev',
      mesos_authentication_principal: 'p',
      mesos_authentication_secret: 'very-secret',
      mesos_leader_ui_url: 'http://ui.test',
    });
    const { json, body } = await callJson('GET', `http://${address}/v2/info`).then((answer) => ({
      json: answer.json,
      body: JSON.stringify(answer.json),
    }));
    expect(json).toMatchObject({
      name: 'marathon',
      elected: true,
      leader: address,
      marathon_config: { mesos_role: 'dev', mesos_leader_ui_url: 'http://ui.test' },
    });
    expect(json.frameworkId).toBeUndefined();
    expect(body).not.toContain('very-secret');
  });

  test('gives up leadership when asked, and says so to its supervisor', async () => {
    const ended: string[] = [];
    const { address } = await start({}, { onEnded: (error) => ended.push(error.message) });
    const answer = await callJson('DELETE', `http://${address}/v2/leader`);
    expect(answer.json).toEqual({ message: 'Leadership abdicated' });
    await until('it ended', () => (ended.length > 0 ? true : undefined), 5000);
    expect(ended[0]).toContain('leadership was given up');
  });
});

/** Reads an event stream until `enough` says so; gives what came. */
async function follow(
  address: string,
  query: string,
  during: () => Promise<unknown>,
  enough: (text: string) => boolean,
): Promise<string> {
  const abort = new AbortController();
  const answer = await fetch(`http://${address}/v2/events${query}`, {
    headers: { Accept: 'text/event-stream' },
    signal: abort.signal,
  });
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  const reading = (async () => {
    for await (const chunk of answer.body!) {
      text += Buffer.from(chunk).toString();
      if (enough(text)) return;
    }
  })();
  await during();
  await reading;
  abort.abort();
  return text;
}

describe('an instance that is looked after', () => {
  test('shows its numbers to Prometheus, its flags without secrets, and its log level', async () => {
    const { address } = await start({ http_credentials: 'ops:secret', metrics_name_prefix: 'm' });
    const headers = { Authorization: `Basic ${Buffer.from('ops:secret').toString('base64')}` };
    const read = (path: string) => fetch(`http://${address}${path}`, { headers });
    const numbers = await read('/metrics/prometheus');
    expect(numbers.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await numbers.text()).toMatch(
      /^# TYPE m_apps_active_gauge gauge\nm_apps_active_gauge 0$/m,
    );
    const config = (await (await read('/config')).json()) as Record<string, string>;
    expect(config).toMatchObject({ http_credentials: '(hidden)', framework_name: 'marathon' });
    expect(await (await read('/logging')).json()).toMatchObject({ ROOT: 'INFO' });
  });

  test('takes the start scripts of the original, and says which flags change nothing', () => {
    const words = [
      '--master=m:5050',
      '--disable_suppress_offers',
      '--zk_timeout=1',
      '--disable_metrics',
    ];
    const environment = { MARATHON_DISABLE_CHECKPOINT: '', MARATHON_HA: '' };
    expect(parseFlags(marathonFlags, words, environment)).toMatchObject({
      suppress_offers: false,
      zk_timeout: 1,
      metrics: false,
      checkpoint: false,
      ha: true,
    });
  });
});

describe('the event stream', () => {
  const app = { id: '/web', cmd: 'sleep 1' };

  test('case 115: begins with the attachment and tells of a change in its order', async () => {
    const { address } = await start();
    const text = await follow(
      address,
      '',
      () => callJson('POST', `http://${address}/v2/apps`, app),
      (soFar) => (soFar.match(/event: instance_changed_event/g) ?? []).length > 0,
    );
    const types = [...text.matchAll(/^event: (\S+)$/gm)].map(([, type]) => type);
    expect(types[0]).toBe('event_stream_attached');
    expect(types.slice(1)).toEqual(
      expect.arrayContaining(['api_post_event', 'group_change_success', 'deployment_info']),
    );
    for (const [, line] of text.matchAll(/^data: (.*)$/gm)) {
      const event = JSON.parse(line!);
      expect(event.eventType).toEqual(expect.any(String));
      expect(event.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  test('case 115: tells of other types than those asked for to nobody', async () => {
    const { address } = await start();
    const text = await follow(
      address,
      '?event_type=deployment_info&event_type=group_change_success',
      () => callJson('POST', `http://${address}/v2/apps`, app),
      (soFar) => soFar.includes('event: deployment_info'),
    );
    const types = new Set([...text.matchAll(/^event: (\S+)$/gm)].map(([, type]) => type));
    expect(types).toEqual(new Set(['deployment_info', 'group_change_success']));
  });

  test('is for those who take it', async () => {
    const { address } = await start();
    const answer = await callJson('GET', `http://${address}/v2/events`);
    expect(answer.status).toBe(405);
  });

  test('ends with the daemon', async () => {
    const marathon = await start();
    const text = follow(
      marathon.address,
      '',
      () => marathon.close(),
      () => false,
    );
    await expect(text).resolves.toContain('event_stream_attached');
  });
});

/** A master that subscribes everybody and may drop calls on the floor. */
class FakeMaster {
  readonly calls: { readonly type: string }[] = [];
  readonly streams: ServerResponse[] = [];
  drops: string | undefined;
  refusal: number | undefined;
  readonly #server = createServer((message, response) => {
    void this.#serve(message, response);
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    opened.push({ close: () => this.#close() });
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  send(event: object): void {
    const text = JSON.stringify(event);
    this.streams.at(-1)?.write(`${Buffer.byteLength(text)}\n${text}`);
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const call = JSON.parse(Buffer.concat(chunks).toString()) as { type: string };
    this.calls.push(call);
    if (call.type === this.drops) {
      this.drops = undefined;
      message.socket.destroy();
      return;
    }
    if (call.type !== 'SUBSCRIBE') {
      response.writeHead(202).end();
      return;
    }
    if (this.refusal !== undefined) {
      response.writeHead(this.refusal, { 'Content-Type': 'text/plain' }).end('not you');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/json', 'Mesos-Stream-Id': 's' });
    this.streams.push(response);
    this.send({
      type: 'SUBSCRIBED',
      subscribed: { framework_id: { value: 'F-9' }, heartbeat_interval_seconds: 15 },
    });
  }

  #close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

describe('the line to the master', () => {
  const offer = {
    id: { value: 'O1' },
    framework_id: { value: 'F-9' },
    agent_id: { value: 'S1' },
    hostname: 'h',
    allocation_info: { role: '*' },
    resources: [],
  };

  test('is begun anew when a call was lost, so that no offer is held for ever', async () => {
    const master = new FakeMaster();
    const marathon = await start({ master: await master.listen() });
    await until('it is subscribed', () => marathon.frameworkId());
    master.drops = 'DECLINE';
    master.send({ type: 'OFFERS', offers: { offers: [offer] } });
    await until('it subscribes again', () => (master.streams.length > 1 ? true : undefined));
    const last = master.calls.filter(({ type }) => type === 'SUBSCRIBE').at(-1);
    expect(last).toMatchObject({
      framework_id: { value: 'F-9' },
      subscribe: { suppressed_roles: ['*'], framework_info: { id: { value: 'F-9' } } },
    });
    master.send({ type: 'OFFERS', offers: { offers: [{ ...offer, id: { value: 'O2' } }] } });
    await until('the next offer is declined', () =>
      master.calls.filter(({ type }) => type === 'DECLINE').length > 1 ? true : undefined,
    );
  });

  test('that is refused ends the daemon with the reason of the master', async () => {
    const master = new FakeMaster();
    master.refusal = 401;
    const ended: string[] = [];
    await start(
      { master: await master.listen() },
      { onEnded: (error) => ended.push(error.message) },
    );
    await until('it ended', () => (ended.length > 0 ? true : undefined), 5000);
    expect(ended[0]).toMatch(/the master refused the framework: .*401.*not you/);
  });
});
