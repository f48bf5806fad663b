import { useMemo, useRef, useState, type RefObject } from 'react';
import { useRoute } from '../../components/route.tsx';
import { findLines, type LogLine } from '../../model/log-book.ts';

/** What is looked for in a log, and where it stands. */
export interface Finding {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly hits: number;
  /** Which of them is in view. */
  readonly at: number | undefined;
  /** The place of its line. */
  readonly line: number | undefined;
  readonly focus: () => void;
  readonly turn: (step: number) => void;
  readonly change: (text: string) => void;
  /** No hit is in view any more. */
  readonly leave: () => void;
}

/** What is looked for lives in the address; which hit is in view does not. */
export function useFinding(lines: readonly LogLine[], onTurn: () => void): Finding {
  const { query, ask } = useRoute();
  const field = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState<number | undefined>(undefined);
  const text = query.get('q') ?? '';
  const hits = useMemo(() => findLines(lines, text), [lines, text]);
  return {
    field,
    text,
    hits: hits.length,
    at,
    line: at === undefined ? undefined : hits[at],
    focus: () => field.current?.focus(),
    turn: (step) => {
      if (hits.length === 0) return;
      onTurn();
      setAt(((at ?? (step > 0 ? -1 : 0)) + step + hits.length) % hits.length);
    },
    change: (next) => {
      setAt(undefined);
      ask({ q: next });
    },
    leave: () => setAt(undefined),
  };
}
