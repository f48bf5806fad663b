import { decodeUtf8, encodeUtf8, milliseconds } from '@stoa/common';
import {
  AgentCallCodec,
  AgentResponseCodec,
  parseJsonText,
  type AgentCall,
  type AgentResponse,
} from '@stoa/proto';
import type { StoaFaultJson } from '@stoa/proto/stoa';
import {
  createHttpClient,
  HttpCallError,
  renderBasicAuthorization,
  type Credential,
  type ClientStream,
  type HttpClient,
} from '@stoa/runtime';
import { sandboxOf } from '../../api/stoa/files.ts';
import type { ClusterHub } from './cluster-hub.ts';

const CALL_DEADLINE = milliseconds(5_000);

/** Why there is no answer; thrown, because it ends whatever was asked at any depth. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly fault: StoaFaultJson;

  constructor(fault: StoaFaultJson) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * The way to the agents, at the addresses where the master hears them. Everything that does not come
 * to an answer is thrown as `FaultError`. The secret of the framework never goes along: whoever
 * registers as an agent would learn it; what an operator gives for agents does.
 */
export class AgentAccess {
  readonly #hub: ClusterHub;
  readonly #client: HttpClient = createHttpClient();
  readonly #headers: Readonly<Record<string, string>>;

  constructor(hub: ClusterHub, credential: Credential | undefined) {
    this.#hub = hub;
    this.#headers =
      credential === undefined ? {} : { Authorization: renderBasicAuthorization(credential) };
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#client.close();
  }

  /** A call of the v1 API about a path. */
  async ask(agentId: string, call: AgentCall, path: string): Promise<AgentResponse> {
    const address = await this.#addressOf(agentId);
    const answer = await this.#reach(agentId, () =>
      this.#client.call({
        url: `http://${address}/api/v1`,
        method: 'POST',
        // Bytes of files come as they are in this form.
        headers: {
          ...this.#headers,
          'Content-Type': 'application/json',
          Accept: 'application/x-protobuf',
        },
        body: encodeUtf8(AgentCallCodec.toJson(call)),
        deadline: CALL_DEADLINE,
      }),
    );
    if (answer.status !== 200) {
      throw new FaultError(await this.#refusal(agentId, path, answer.status, answer.body));
    }
    const response = AgentResponseCodec.fromBinary(answer.body);
    if (response.ok) return response.value;
    throw new FaultError(unreachable(agentId, `its answer cannot be read: ${response.error}`));
  }

  /** `/state`, not looked at. */
  async state(agentId: string): Promise<unknown> {
    const url = `http://${await this.#addressOf(agentId)}/state`;
    const answer = await this.#reach(agentId, () =>
      this.#client.call({ url, headers: this.#headers, deadline: CALL_DEADLINE }),
    );
    if (answer.status !== 200) throw new FaultError(refusedBy(agentId, answer.status));
    const json = parseJsonText(answer.body);
    return json.ok ? json.value : undefined;
  }

  /** The bytes of a file, as they come. */
  async download(agentId: string, path: string, signal: AbortSignal): Promise<ClientStream> {
    const address = await this.#addressOf(agentId);
    const url = `http://${address}/files/download?path=${encodeURIComponent(path)}`;
    const source = await this.#reach(agentId, () =>
      this.#client.openStream({ url, headers: this.#headers, signal }),
    );
    if (source.status === 200) return source;
    source.close();
    throw new FaultError(await this.#refusal(agentId, path, source.status));
  }

  async #addressOf(agentId: string): Promise<string> {
    const isCurrent = await this.#hub.ready();
    const { picture } = this.#hub;
    const address = picture.addressOf(agentId);
    if (address !== undefined) return address;
    const host = picture.hostOf(agentId);
    if (host !== undefined) {
      throw new FaultError({ ...unreachable(agentId, 'it is not part of the cluster now'), host });
    }
    if (!isCurrent) {
      const message = `no master is heard: ${this.#hub.reason ?? 'it does not answer'}`;
      throw new FaultError({ kind: 'masterUnreachable', message });
    }
    throw new FaultError({
      kind: 'unknownAgent',
      message: `no agent has the id ${agentId}`,
      agentId,
    });
  }

  async #reach<T>(agentId: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof HttpCallError)) throw error;
      const host = this.#hub.picture.hostOf(agentId);
      const fault = unreachable(agentId, error.message);
      throw new FaultError(host === undefined ? fault : { ...fault, host });
    }
  }

  /** What a refusal of an agent means: is the file gone, or all of its sandbox? */
  async #refusal(
    agentId: string,
    path: string,
    status: number,
    body: Uint8Array = new Uint8Array(0),
  ): Promise<StoaFaultJson> {
    if (status === 400) {
      const said = decodeUtf8(body.subarray(0, 200)).trim();
      const message = said === '' ? `${path} cannot be read as a file` : said;
      return { kind: 'unreadable', message, agentId };
    }
    if (status !== 404) return refusedBy(agentId, status);
    const sandbox = sandboxOf(path);
    const gone: StoaFaultJson = { kind: 'sandboxGone', message: `${path} was removed`, agentId };
    if (sandbox === undefined || sandbox.rest === '') return gone;
    const list: AgentCall = { type: 'LIST_FILES', list_files: { path: sandbox.root } };
    try {
      await this.ask(agentId, list, sandbox.root);
    } catch (error) {
      return error instanceof FaultError ? error.fault : gone;
    }
    return { kind: 'fileAbsent', message: `${path} is not there`, agentId };
  }
}

function unreachable(agentId: string, why: string): StoaFaultJson {
  return { kind: 'agentUnreachable', message: `agent ${agentId} does not answer: ${why}`, agentId };
}

function refusedBy(agentId: string, status: number): StoaFaultJson {
  const kind = status === 401 || status === 403 ? 'agentForbids' : 'agentUnreachable';
  return { kind, message: `agent ${agentId} answered with ${status}`, agentId };
}
