import { spawnSync } from 'node:child_process';
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { addressesOf } from './dns-client.ts';
import { aState, aStateTask } from './stand-in-master.ts';
import { startDns } from './test-dns.ts';

const WEB = 'web-prod.marathon.mesos';
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
const testWithOpenssl = hasOpenssl ? test : test.skip;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'stoa-dns-access-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function config(fields: object): string {
  const path = join(directory, 'config.json');
  writeFileSync(path, JSON.stringify(fields));
  return path;
}

test('a service account signs its word, buys a token, and buys another when that is refused', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const logins: { uid: string; token: string }[] = [];
  const login = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      logins.push(JSON.parse(body) as { uid: string; token: string });
      response.end(JSON.stringify({ token: `t${logins.length}` }));
    });
  });
  const seen: (string | undefined)[] = [];
  const master = createServer((request, response) => {
    request.resume();
    seen.push(request.headers.authorization);
    if (request.headers.authorization !== 'token=t2') response.writeHead(401).end();
    else if (request.url !== '/master/state') response.writeHead(404).end();
    else response.end(JSON.stringify(aState('127.0.0.1:1', [aStateTask('web.prod')])));
  });
  const iamConfigFile = join(directory, 'iam.json');
  writeFileSync(
    iamConfigFile,
    JSON.stringify({
      uid: 'dns',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      login_endpoint: `http://127.0.0.1:${await listening(login)}/login`,
      scheme: 'RS256',
    }),
  );
  const masters = [`127.0.0.1:${await listening(master)}`];
  const dns = await startDns(masters, {
    config: config({ mesosAuthentication: 'iam', iamConfigFile }),
  });
  expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
  await dns.close();
  expect(seen.slice(0, 2)).toEqual(['token=t1', 'token=t2']);
  expect(logins.map(({ uid }) => uid)).toEqual(['dns', 'dns']);
  const [head = '', claims = '', signature = ''] = (logins[0]?.token ?? '').split('.');
  const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
  expect(verify.verify(publicKey, signature, 'base64url')).toBe(true);
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ uid: 'dns' });
});

test.each([
  [{ uid: 'dns', private_key: 'x' }, /iamConfigFile .*login_endpoint is required/],
  [{ uid: '', private_key: 'x', login_endpoint: 'http://a' }, /iamConfigFile .*uid/],
])('a service account file that lacks something does not start: %j', async (file, expected) => {
  const iamConfigFile = join(directory, 'iam.json');
  writeFileSync(iamConfigFile, JSON.stringify(file));
  const path = config({ mesosAuthentication: 'iam', iamConfigFile });
  await expect(startDns(['127.0.0.1:1'], { config: path })).rejects.toThrow(expected);
});

testWithOpenssl('a master over https is asked with the authority that the file names', async () => {
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=m'];
  const made = spawnSync('openssl', [
    ...words,
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile],
  ]);
  expect(made.status).toBe(0);
  const tls = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  let connections = 0;
  const master = createTlsServer(
    { ...tls, ca: tls.cert, requestCert: true },
    (request, response) => {
      request.resume();
      if (request.url !== '/master/state') response.writeHead(404).end();
      else response.end(JSON.stringify(aState('127.0.0.1:1', [aStateTask('web.prod')])));
    },
  );
  master.on('secureConnection', () => connections++);
  const masters = [`127.0.0.1:${await listening(master)}`];
  const files = { caCertFile: certFile, certFile, keyFile };
  const dns = await startDns(masters, { config: config({ mesosHTTPSOn: true, ...files }) });
  expect(await addressesOf(dns.port, WEB)).toEqual(['10.0.0.9']);
  await dns.close();
  expect(connections).toBeGreaterThan(0);
  const missing = config({ mesosHTTPSOn: true, caCertFile: join(directory, 'none.pem') });
  await expect(startDns(masters, { config: missing })).rejects.toThrow(/caCertFile: ENOENT/);
  master.closeAllConnections();
});
