import { useMemo, useState } from 'react';
import { setAt, validateDraft } from '../../model/document.ts';
import type { FieldFault } from '../../model/faults.ts';
import { parseJson } from '../../model/json.ts';
import { findSyntaxFault } from '../../model/syntax.ts';

/** The document of a form and its editor: one text, and what it means. */
export interface Draft {
  readonly text: string;
  readonly document: unknown;
  /** Undefined when the text is JSON. */
  readonly syntax: { readonly line: number } | undefined;
  readonly faults: readonly FieldFault[];
  readonly setText: (text: string) => void;
  readonly set: (pointer: string, value: unknown) => void;
  /** Faults that the server found; they stay until the member changes. */
  readonly setServerFaults: (faults: readonly FieldFault[]) => void;
}

const write = (document: unknown) => JSON.stringify(document, null, 2);

/** A draft, and which of its faults are told: in a new app nobody is blamed for what was not yet filled in. */
export interface ToldDraft {
  /** The draft with the faults that are told now. */
  readonly draft: Draft;
  /** The field of a member has been left. */
  readonly touch: (pointer: string | undefined) => void;
  /** Somebody wants to go on: from now on all faults are told. */
  readonly tellAll: () => void;
}

/** Holds back faults of fields that nobody has been to, until somebody wants to go on. */
export function useTold(draft: Draft, isNew: boolean): ToldDraft {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(!isNew);
  const tellAll = () => setAll(true);
  return {
    draft: {
      ...draft,
      faults: isAll ? draft.faults : draft.faults.filter(({ pointer }) => touched.has(pointer)),
      setText: (text) => {
        tellAll();
        draft.setText(text);
      },
    },
    touch: (pointer) => {
      if (pointer !== undefined) setTouched((before) => new Set([...before, pointer]));
    },
    tellAll,
  };
}

/** A draft that begins with a document. */
export function useDraft(start: object): Draft {
  const [text, setText] = useState(() => write(start));
  const [document, setDocument] = useState<unknown>(start);
  const [serverFaults, setServerFaults] = useState<readonly FieldFault[]>([]);
  const syntax = useMemo(() => findSyntaxFault(text), [text]);
  const own = useMemo(() => validateDraft(document), [document]);
  const faults = [
    ...own,
    ...serverFaults.filter(({ pointer }) => !own.some((fault) => fault.pointer === pointer)),
  ];
  return {
    text,
    document,
    syntax,
    faults,
    setText: (next) => {
      setText(next);
      const value = parseJson(next);
      if (value !== undefined) {
        setDocument(value);
        setServerFaults([]);
      }
    },
    set: (pointer, value) => {
      const next = setAt(document, pointer, value);
      setDocument(next);
      setText(write(next));
      setServerFaults(serverFaults.filter((fault) => fault.pointer !== pointer));
    },
    setServerFaults,
  };
}
