import { expect, test } from '@jest/globals';
import { timestamp } from '@stoa/common';
import { QueueSchema } from '@stoa/proto/marathon';
import { compileSchema } from '@stoa/runtime';
import { FakeMarathon, jsonOf } from '../../../support/marathon-api.ts';
import { MarathonHarness } from '../../../support/marathon-harness.ts';

/** The routes over a real kernel whose app /a asks for more than the one agent has. */
function edge(): FakeMarathon {
  const harness = MarathonHarness.ready();
  harness.create({ id: '/shop/a', cpus: 8, mem: 9000 });
  const attributes = { rack: 'r1' };
  harness.offer({ id: 'O1', host: 'agent-2', cpus: 3.5, mem: 512, disk: 10, attributes });
  const { view } = harness.kernel;
  return new FakeMarathon({ apps: [] }, { view, now: () => timestamp(harness.at) });
}

test('why an app waits is answered below its id, and 404 says what is not there', async () => {
  const marathon = edge();
  const answer = await marathon.send('GET', '/stoa/v1/apps/shop/a/waiting');
  expect(answer.status).toBe(200);
  expect(jsonOf(answer)).toMatchObject({ app: '/shop/a', kind: 'cpus', count: 1 });
  const missing = await marathon.send('GET', '/stoa/v1/apps//shop/b/waiting');
  expect([missing.status, jsonOf(missing)]).toEqual([
    404,
    { kind: 'unknownApp', message: 'app /shop/b does not exist' },
  ]);
});

test('the queue shows the last unused offers only when they are asked for, with every reason', async () => {
  const marathon = edge();
  const plain = jsonOf(await marathon.send('GET', '/v2/queue'));
  expect(JSON.stringify(plain)).not.toContain('lastUnusedOffers');
  const full = jsonOf(await marathon.send('GET', '/v2/queue?embed=lastUnusedOffers'));
  expect(compileSchema(QueueSchema)(full)).toMatchObject({ ok: true });
  expect(full).toMatchObject({
    queue: [
      {
        app: { id: '/shop/a' },
        processedOffersSummary: { processedOffersCount: 1, unusedOffersCount: 1 },
        lastUnusedOffers: [
          {
            offer: {
              id: 'O1',
              hostname: 'agent-2',
              agentId: 'S-agent-2',
              resources: [
                { name: 'cpus', role: '*', scalar: 3.5 },
                { name: 'mem', role: '*', scalar: 512 },
                { name: 'disk', role: '*', scalar: 10 },
                { name: 'ports', role: '*', ranges: [{ begin: 31000, end: 32000 }] },
              ],
              attributes: [{ name: 'rack', text: 'r1' }],
            },
            reason: ['InsufficientCpus', 'InsufficientMemory'],
            timestamp: '2026-01-01T00:00:00.001Z',
          },
        ],
      },
    ],
  });
});
