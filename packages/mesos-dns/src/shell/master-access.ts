import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseJsonText } from '@stoa/proto/frames';
import { errorMessage, StartupError, type ClientTls, type HttpClient } from '@stoa/runtime/lean';
import type { compileSchema as CompileSchema } from '@stoa/runtime/schemas';
import type { MasterAccess } from '../core/index.ts';

/** The headers that let us in at a master. */
export interface Credentials {
  headers(): Promise<Readonly<Record<string, string>>>;
  /** They were refused: what can be had anew is had anew. */
  refused(): void;
}

/** Reads the certificates that the configuration names. Throws `StartupError` for what is not there. */
export async function readTls(access: MasterAccess): Promise<ClientTls> {
  const { caCertFile, certFile, keyFile } = access;
  return {
    ca: await readNamed('caCertFile', caCertFile),
    cert: await readNamed('certFile', certFile),
    key: await readNamed('keyFile', keyFile),
  };
}

async function readNamed(field: string, path: string): Promise<string | undefined> {
  if (path === '') return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new StartupError(`${field}: ${errorMessage(cause)}`, { cause });
  }
}

/** How we prove ourselves to a master, as the configuration says (mesos-dns.md §2). */
export async function createCredentials(
  access: MasterAccess,
  client: HttpClient,
): Promise<Credentials> {
  switch (access.authentication) {
    case '':
      return fixedCredentials({});
    case 'basic': {
      const pair = Buffer.from(`${access.principal}:${access.secret}`).toString('base64');
      return fixedCredentials({ Authorization: `Basic ${pair}` });
    }
    case 'iam':
      return new IamCredentials(await readIamFile(access.iamConfigFile), client);
  }
}

function fixedCredentials(headers: Readonly<Record<string, string>>): Credentials {
  return { headers: () => Promise.resolve(headers), refused: () => undefined };
}

interface IamFile {
  readonly uid: string;
  readonly private_key: string;
  readonly login_endpoint: string;
}

const IAM_FILE = {
  type: 'object',
  required: ['uid', 'private_key', 'login_endpoint'],
  properties: {
    uid: { type: 'string', minLength: 1 },
    private_key: { type: 'string', minLength: 1 },
    login_endpoint: { type: 'string', format: 'uri' },
    scheme: { enum: ['RS256'] },
  },
};

async function readIamFile(path: string): Promise<IamFile> {
  const text = await readNamed('iamConfigFile', path);
  const json = parseJsonText(text ?? '');
  if (!json.ok) throw new StartupError(`iamConfigFile ${path}: ${json.error}`);
  const file = (await loadCompileSchema())<IamFile>(IAM_FILE)(json.value);
  if (file.ok) return file.value;
  const [fault] = file.error;
  throw new StartupError(`iamConfigFile ${path}: ${fault?.path ?? ''} ${fault?.message ?? ''}`);
}

const LOGIN = {
  type: 'object',
  required: ['token'],
  properties: { token: { type: 'string', minLength: 1 } },
};

// Few have a service account, so its checks are loaded for them alone.
async function loadCompileSchema(): Promise<typeof CompileSchema> {
  return (await import('@stoa/runtime/schemas')).compileSchema;
}

/** How long a word of ours counts at the login, in seconds. */
const LOGIN_SECONDS = 300;

/** A service account of DC/OS: a signed word buys a token, which is bought anew when refused. */
class IamCredentials implements Credentials {
  readonly #file: IamFile;
  readonly #client: HttpClient;
  #token: Promise<string> | undefined;

  constructor(file: IamFile, client: HttpClient) {
    this.#file = file;
    this.#client = client;
  }

  async headers(): Promise<Readonly<Record<string, string>>> {
    this.#token ??= this.#login();
    try {
      return { Authorization: `token=${await this.#token}` };
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }

  refused(): void {
    this.#token = undefined;
  }

  async #login(): Promise<string> {
    const { uid, login_endpoint: url } = this.#file;
    const answer = await this.#client.call({
      url,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ uid, token: this.#sign() }),
    });
    const json = parseJsonText(answer.body);
    const decode = (await loadCompileSchema())<{ readonly token: string }>(LOGIN);
    const login = decode(json.ok ? json.value : undefined);
    if (!login.ok) throw new Error(`${url} gave no token but status ${answer.status}`);
    return login.value.token;
  }

  #sign(): string {
    const { uid, private_key } = this.#file;
    const encode = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + LOGIN_SECONDS;
    const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ uid, exp })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(private_key, 'base64url')}`;
  }
}
