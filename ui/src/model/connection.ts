import { formatClock, formatDuration } from './format.ts';

/** How the stream stands; `at` is when it became so, or when the last byte came before it was lost. */
export interface Connection {
  readonly phase: 'connecting' | 'live' | 'lost';
  readonly at: number;
  /** The refusal of a server that answers. */
  readonly status: number | undefined;
  /** When it is tried again, in milliseconds since 1970; undefined when that is not known. */
  readonly tryAt?: number | undefined;
}

/** Answers that mean: this server has no such stream. */
export const LOST_AT_ONCE: ReadonlySet<number> = new Set([404, 405, 500, 501]);

/** The age chip (console.md §6). */
export interface AgeChip {
  readonly tone: 'live' | 'late' | 'lost';
  readonly text: string;
  /** What happens meanwhile; empty when all is well. */
  readonly detail: string;
  /** What a person can do about it. */
  readonly act: 'retry' | 'reload' | 'sign-in';
  /** Whether numbers are to be marked as old. */
  readonly isStale: boolean;
}

const LIVE_MS = 15_000;
const STALE_MS = 20_000;
const OFFLINE_MS = 60_000;

function tellTry({ tryAt }: Connection, now: number): string {
  const seconds = Math.ceil(((tryAt ?? now) - now) / 1000);
  return seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again …';
}

/** What the chip says at `now`; `aliveAt` is when the last byte came. */
export function describeAge(connection: Connection, aliveAt: number, now: number): AgeChip {
  const age = Math.max(0, now - aliveAt);
  const isStale = age > STALE_MS;
  if (connection.phase === 'connecting' && age < 3_000) {
    return { tone: 'late', text: 'connecting…', detail: '', act: 'retry', isStale: false };
  }
  if (connection.phase === 'live' && age < LIVE_MS) {
    return { tone: 'live', text: 'live', detail: '', act: 'retry', isStale: false };
  }
  if (connection.phase === 'live') {
    const detail = `Numbers are ${formatDuration(age)} old: the stream is connected but silent.`;
    return { tone: 'late', text: `${formatDuration(age)} old`, detail, act: 'reload', isStale };
  }
  const since = formatClock(aliveAt).slice(0, 5);
  if (connection.status === 401) {
    return {
      tone: 'lost',
      text: 'not signed in',
      detail: 'You are not signed in, or your session has ended. Nothing was changed.',
      act: 'sign-in',
      isStale,
    };
  }
  if (connection.status === 403) {
    return {
      tone: 'lost',
      text: 'no access',
      detail: 'You may not see the events of this cluster.',
      act: 'retry',
      isStale,
    };
  }
  if (connection.status !== undefined && connection.status >= 502) {
    return {
      tone: 'lost',
      text: 'no leader',
      detail: `The cluster has no leader right now. Running tasks are not affected. ${tellTry(connection, now)}`,
      act: 'retry',
      isStale,
    };
  }
  const detail = `No connection to Stoa since ${since}. What you see is from then; what you typed is kept.`;
  return age < OFFLINE_MS
    ? {
        tone: 'late',
        text: `${formatDuration(age)} old, reconnecting…`,
        detail,
        act: 'retry',
        isStale,
      }
    : { tone: 'lost', text: `offline since ${since}`, detail, act: 'retry', isStale };
}
