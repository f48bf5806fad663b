import { isIPv6 } from 'node:net';
import { decodeUtf8, err, ok, type Result } from '@stoa/common';
import { MasterInfoCodec, parseJsonText, type MasterInfo } from '@stoa/proto';
import type { Leader } from './coordination.ts';

/** Where one master is, as its own record says. */
export interface MasterPlace {
  /** Of this life of the master; undefined for records of very old masters. */
  readonly id: string | undefined;
  /** What clients connect to: an address if there is one, else a name. IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Undefined for records of very old masters. */
  readonly info: MasterInfo | undefined;
}

/** `host:port`, IPv6 in brackets. */
export function renderMasterPlace({ host, port }: MasterPlace): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Reads the record by which a master stands for election: JSON, protobuf or the text of a pid, by its
 * label (mesos-http.md §7). The error is one line that names the record and what to do.
 */
export function readMasterPlace(leader: Leader): Result<MasterPlace, string> {
  const place = leader.label === '' ? readPid(leader.info) : readRecord(leader);
  if (place.ok) return place;
  return err(
    `${leader.label}${leader.id} does not hold the record of a master (${place.error}): remove that node, or stop the program that made it`,
  );
}

/** A master's record in the form that is written: compact, keys in alphabetical order. */
export function renderMasterRecord(info: MasterInfo): string {
  return JSON.stringify(sortKeys(MasterInfoCodec.toJsonValue(info)));
}

function readRecord({ label, info }: Leader): Result<MasterPlace, string> {
  const record = label === 'info_' ? MasterInfoCodec.fromBinary(info) : readJson(info);
  if (!record.ok) return record;
  const { id, address, ip, port, hostname } = record.value;
  const host =
    address?.ip ?? (ip === 0 ? undefined : dottedIp(ip)) ?? address?.hostname ?? hostname;
  const at = address?.port ?? port;
  if (host === undefined || host === '') return err('it has no address');
  if (!Number.isInteger(at) || at < 1 || at > 65_535) return err(`its port is ${at}`);
  return ok({ id, host, port: at, info: record.value });
}

function readJson(bytes: Uint8Array): Result<MasterInfo, string> {
  const parsed = parseJsonText(decodeUtf8(bytes));
  return parsed.ok ? MasterInfoCodec.fromJson(parsed.value) : parsed;
}

/** `master@10.0.0.1:5050` */
function readPid(bytes: Uint8Array): Result<MasterPlace, string> {
  const match = /^[^@\s]+@\[?([^\]\s]+?)\]?:(\d{1,5})$/.exec(decodeUtf8(bytes.slice(0, 1_000)));
  const [, host, port] = match ?? [];
  if (host === undefined) return err('it is not name@ip:port');
  return ok({ id: undefined, host, port: Number(port), info: undefined });
}

/** The first octet is the lowest byte. */
function dottedIp(ip: number): string {
  return [0, 1, 2, 3].map((at) => Math.floor(ip / 256 ** at) % 256).join('.');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
