import type { Duration } from '@stoa/common';

/** What a probe is made for: both are the leader's own. */
export type ProbePurpose = 'health' | 'readiness';

/** What is tried. */
export type ProbeTarget =
  | {
      readonly kind: 'http';
      readonly scheme: 'http' | 'https';
      readonly host: string;
      readonly port: number;
      readonly path: string;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** What a probe was made for; its end names it again. */
export interface ProbeSubject {
  readonly purpose: ProbePurpose;
  readonly taskId: string;
  /** Which of the app's checks, counted from 0. */
  readonly check: number;
  /** No two probes of one life of the daemon have the same. */
  readonly attempt: number;
}

/** One try, as the shell carries it out. */
export interface ProbeOrder extends ProbeSubject {
  readonly target: ProbeTarget;
  /** From the moment at which it truly begins. */
  readonly timeout: Duration;
  /** Bytes of the answer's body that are wanted; 0: none. */
  readonly bodyMax: number;
}

/** What a try found. */
export type ProbeOutcome =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  | { readonly kind: 'connected' }
  /**
   * No answer, or none in time. `isHeard`: the other side gave a sign of life, if only by refusing, so
   * that the way to it is open.
   */
  | { readonly kind: 'failed'; readonly message: string; readonly isHeard: boolean };

/** Where a target is, as people write it. */
export function renderTarget(target: ProbeTarget): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const where = `${host}:${target.port}`;
  return target.kind === 'tcp' ? where : `${target.scheme}://${where}${pathOf(target.path)}`;
}

/** A path always begins with a slash, whatever was written. */
export function pathOf(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
