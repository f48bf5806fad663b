import { parseRefusal, type Refusal } from '../model/faults.ts';
import { isAnswer, parseJson } from '../model/json.ts';
import { PREFIX } from '../model/base.ts';

/** What came of a call. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A call that gets no answer for so long is given up; long polls bring their own. */
const DEADLINE_MS = 30_000;

/** How a call differs from a plain GET. */
export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

/** What one may not do can be handed to somebody who may. */
function withRequest(refusal: Refusal, path: string, options: CallOptions): Refusal {
  if (refusal.kind !== 'forbidden') return refusal;
  const { method = 'GET', body } = options;
  const address = `${window.location.origin}${PREFIX}${path}`;
  return { ...refusal, request: { method, address, body } };
}

/** Calls the cluster. Never throws: what went wrong is the answer. */
export async function call<T extends object>(
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  const signal =
    options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  try {
    const response = await fetch(`${PREFIX}${path}`, {
      method: options.method ?? 'GET',
      signal,
      headers: {
        Accept: 'application/json',
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      const refusal = parseRefusal(response.status, text);
      return { ok: false, refusal: withRequest(refusal, path, options) };
    }
    const value = parseJson(text === '' ? '{}' : text);
    if (isAnswer<T>(value)) return { ok: true, value };
    const refusal: Refusal = {
      kind: 'failed',
      status: response.status,
      message: 'the answer is no JSON',
      fault: undefined,
    };
    return { ok: false, refusal };
  } catch {
    // Fetch tells nothing but that no answer came; so does the deadline.
    return { ok: false, refusal: { kind: 'offline' } };
  }
}
