import { autocompletion, completionKeymap, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { AppSchema } from '@stoa/proto/marathon';
import { useEffect, useRef } from 'react';
import { locate } from '../model/locate.ts';
import type { FieldFault } from '../model/faults.ts';

interface JsonEditorProps {
  readonly value: string;
  readonly faults: readonly FieldFault[];
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--info-fg)' },
  { tag: tags.string, color: 'var(--good-fg)' },
  { tag: tags.number, color: 'var(--wait-fg)' },
  { tag: [tags.bool, tags.null], color: 'var(--lost-fg)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-scroller': { font: 'var(--code)' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text-3)',
    border: '0',
  },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selected) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--border)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--selected)',
    color: 'var(--text)',
  },
});

/** Members of an app, offered where a name at the top may stand. */
function completeMember(context: CompletionContext) {
  const word = context.matchBefore(/"?\w*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const isName = node.name === 'PropertyName' || node.name === 'Object' || node.name === '{';
  if (!isName && !context.explicit) return null;
  return {
    from: word.from,
    options: Object.keys(AppSchema.properties).map((name) => ({
      label: `"${name}"`,
      type: 'property',
      apply: `"${name}": `,
    })),
  };
}

function nonceOfPage(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** The document as JSON. Tab leaves the editor, as everywhere on the page. */
export function JsonEditor({ value, faults, onChange, onSubmit }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const told = useRef({ onChange, onSubmit });
  useEffect(() => {
    told.current = { onChange, onSubmit };
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(nonceOfPage()),
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          indentOnInput(),
          bracketMatching(),
          autocompletion({ override: [completeMember] }),
          tooltips({ position: 'fixed' }),
          json(),
          syntaxHighlighting(colours),
          look,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Definition as JSON' }),
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                told.current.onSubmit();
                return true;
              },
            },
            ...completionKeymap,
            ...lintKeymap,
            ...searchKeymap,
            ...foldKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) told.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    // Its scroller scrolls by keys too; the library leaves it out of the order of Tab.
    editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    return () => editor.destroy();
    // The editor keeps its own text from here on; what the form changes is put in below.
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    const { doc } = editor.state;
    const diagnostics = faults.map(({ pointer, message }) => {
      const { from, to } = locate(doc.toString(), pointer);
      return { from, to: Math.min(doc.length, to), severity: 'error' as const, message };
    });
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [faults, value]);
  return <div ref={host} className="editor" />;
}
