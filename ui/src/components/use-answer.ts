import { useEffect, useState } from 'react';
import type { Answer } from '../api/call.ts';

type Ask<T> = (signal: AbortSignal) => Promise<Answer<T>>;

/**
 * What a page asks for itself, beside the lists: asked when `key` changes, then every `everyMs` while the page
 * is seen. A later refusal does not take away what came before.
 */
export function useAnswer<T>(key: string, ask: Ask<T>, everyMs?: number): Answer<T> | undefined {
  const [state, setState] = useState<{ readonly key: string; readonly answer: Answer<T> }>();
  useEffect(() => {
    const abort = new AbortController();
    const run = async () => {
      const answer = await ask(abort.signal);
      if (abort.signal.aborted) return;
      setState((before) =>
        before?.key === key && before.answer.ok && !answer.ok ? before : { key, answer },
      );
    };
    void run();
    const timer =
      everyMs === undefined
        ? undefined
        : setInterval(() => {
            if (!document.hidden) void run();
          }, everyMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
    // What is asked for follows from the key; the function itself is another one at each drawing.
  }, [key, everyMs]);
  return state?.key === key ? state.answer : undefined;
}
