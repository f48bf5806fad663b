import { spawn } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { CommandInfo } from '@stoa/proto';
import type { ProbeOutcome, ProbeTarget } from '../core/index.ts';
import { messageOf } from './containerizer.ts';

type NetworkTarget = Exclude<ProbeTarget, { readonly kind: 'command' }>;

const REDIRECTS_MAX = 5;

/** Tries a port; `host` undefined: the loopback. */
export async function probeNetwork(
  target: NetworkTarget,
  host: string | undefined,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const address = host ?? (target.isIpv6 ? '::1' : '127.0.0.1');
  if (target.kind === 'tcp') return probeTcp(address, target.port, signal);
  const where = address.includes(':') ? `[${address}]` : address;
  let url = new URL(`${target.scheme}://${where}:${target.port}${target.path}`);
  for (let hops = 0; hops <= REDIRECTS_MAX; hops++) {
    const answer = await askHttp(url, signal);
    if (!('location' in answer) || answer.location === undefined) return answer.outcome;
    url = new URL(answer.location, url);
  }
  return { kind: 'failed', message: `more than ${REDIRECTS_MAX} redirects` };
}

interface HttpAnswer {
  readonly outcome: ProbeOutcome;
  readonly location: string | undefined;
}

function askHttp(url: URL, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    // A health check asks whether it answers, not whether its certificate pleases.
    const options = { signal, rejectUnauthorized: false, agent: false } as const;
    const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const asked = ask(url, options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      const isRedirect = status >= 300 && status < 400 && status !== 304;
      const location = isRedirect ? response.headers.location : undefined;
      resolve({ outcome: { kind: 'http', status }, location });
    });
    asked.once('error', (error) => {
      resolve({ outcome: { kind: 'failed', message: error.message }, location: undefined });
    });
    asked.end();
  });
}

function probeTcp(host: string, port: number, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const settle = (outcome: ProbeOutcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => settle({ kind: 'tcp', succeeded: true }));
    socket.once('error', (error) => {
      if (signal.aborted) settle({ kind: 'failed', message: messageOf(error) });
      else settle({ kind: 'tcp', succeeded: false });
    });
  });
}

/** Runs a command beside a process task, in its environment and directory. */
export function runProbeCommand(
  command: CommandInfo,
  options: {
    readonly environ: readonly string[];
    readonly cwd: string;
    readonly signal: AbortSignal;
  },
): Promise<ProbeOutcome> {
  const [file = '/bin/true', ...args] = probeWords(command);
  const given = (command.environment?.variables ?? []).map((v) => `${v.name}=${v.value ?? ''}`);
  const pairs = [...options.environ, ...given].map((entry): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: Object.fromEntries(pairs),
      stdio: 'ignore',
      signal: options.signal,
      killSignal: 'SIGKILL',
    });
    child.once('error', (error) => resolve({ kind: 'failed', message: error.message }));
    child.once('exit', (code, signal) => {
      if (code === null) resolve({ kind: 'failed', message: `ended by ${signal ?? 'a signal'}` });
      else resolve({ kind: 'command', exitCode: code });
    });
  });
}

/** The words of a probe's command. */
export function probeWords(command: CommandInfo): readonly string[] {
  if (command.shell !== false) return ['/bin/sh', '-c', command.value ?? ''];
  const [, ...args] = command.arguments ?? [];
  return [command.value ?? '', ...args];
}
