import { decodeUtf8, encodeUtf8, err, ok, timestamp } from '@stoa/common';
import type { Result, StoreWrite, Timestamp } from '@stoa/common';
import { AgentInfoCodec, parseJsonText, quote } from '@stoa/proto';
import type { AgentInfo } from '@stoa/proto';
import type { RegistryEntry } from '../events.ts';
import type { RegistryOperation } from '../state.ts';

/** Under which the registry's entries are kept: one per agent, none grows with its tasks. */
export const REGISTRY_PREFIX = 'registry/';
const AGENT_PREFIX = `${REGISTRY_PREFIX}agents/`;
const FORM = 1;

/** What outlives a master about one agent (mesos-allocator.md §6.7). */
export interface RegisteredAgent {
  readonly info: AgentInfo;
  /** Set while the agent is unreachable. */
  readonly unreachableSince: Timestamp | undefined;
}

/** The key of an agent's entry. */
export function agentKey(agentId: string): string {
  return AGENT_PREFIX + agentId;
}

/** The id within a key. */
export function agentIdOf(key: string): string {
  return key.slice(AGENT_PREFIX.length);
}

/** The durable side of a change. */
export function registryWrite(operation: RegistryOperation): StoreWrite {
  const key = agentKey(operation.agentId);
  switch (operation.kind) {
    case 'admit':
      return { key, value: encodeAgent({ info: operation.info, unreachableSince: undefined }) };
    case 'markUnreachable':
      return {
        key,
        value: encodeAgent({ info: operation.info, unreachableSince: operation.since }),
      };
    case 'remove':
    case 'forget':
      return { key, value: undefined };
  }
}

/** JSON, so that a person with a store and an editor can read it. */
function encodeAgent({ info, unreachableSince }: RegisteredAgent): Uint8Array {
  const since = unreachableSince === undefined ? '' : `,"unreachable_ms":${unreachableSince}`;
  return encodeUtf8(
    `{"form":${FORM}${since},${quote('agent_info')}:${AgentInfoCodec.toJson(info)}}`,
  );
}

/** Reads one entry. What cannot be read is an error with its reason, never a guess. */
export function decodeAgent({ key, value }: RegistryEntry): Result<RegisteredAgent, string> {
  if (!key.startsWith(AGENT_PREFIX)) return err('no such kind of entry');
  const json = parseJsonText(decodeUtf8(value));
  if (!json.ok) return json;
  const { form, unreachable_ms, agent_info } = toRecord(json.value);
  if (form !== FORM) return err(`form ${String(form)} is not known to this version`);
  const info = AgentInfoCodec.fromJson(agent_info);
  if (!info.ok) return info;
  if (info.value.id?.value !== agentIdOf(key)) return err('the id is not the key');
  const since = typeof unreachable_ms === 'number' ? timestamp(unreachable_ms) : undefined;
  return ok({ info: info.value, unreachableSince: since });
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
