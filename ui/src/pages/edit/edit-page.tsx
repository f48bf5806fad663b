import { useEffect, useState } from 'react';
import { createApp, readApp, replaceApp } from '../../api/marathon.ts';
import { JsonEditor } from '../../components/json-editor.tsx';
import { PageHead, Refused, Strip } from '../../components/page.tsx';
import { To, useRoute } from '../../components/route.tsx';
import { useVersionNames } from '../../components/version-name.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { useConsole, useModel } from '../../live/context.tsx';
import { getAt, toDraft } from '../../model/document.ts';
import { EXAMPLES } from '../../model/examples.ts';
import { plural } from '../../model/format.ts';
import type { Definition } from '../../model/records.ts';
import type { Refusal } from '../../model/faults.ts';
import { isRecord } from '../../model/json.ts';
import { AppForm } from './app-form.tsx';
import { Review } from './review.tsx';
import { useDraft, useTold, type Draft, type ToldDraft } from './use-draft.ts';

const EMPTY = { id: '/', cmd: '', cpus: 0.1, mem: 64, instances: 1 };

/** What exactly will I run, and what will that do? */
export function EditPage({ id }: { id: string | undefined }) {
  const { query } = useRoute();
  const from = query.get('from') ?? undefined;
  const example = EXAMPLES.find(({ name }) => name === from);
  const source = id ?? (example === undefined && from?.startsWith('/') === true ? from : undefined);
  const answer = useAnswer<{ readonly app: Definition } | undefined>(source ?? 'new', async () =>
    source === undefined ? ({ ok: true, value: undefined } as const) : await readApp(source),
  );
  if (answer === undefined) return null;
  if (!answer.ok) {
    return (
      <>
        <PageHead sentence={`${source ?? 'The app'} cannot be edited`} title="Edit" place="edit" />
        <Refused refusal={answer.refusal} />
      </>
    );
  }
  const base = answer.value === undefined ? undefined : answer.value.app;
  const start = base === undefined ? (example?.definition ?? EMPTY) : toDraft(base);
  const draft =
    id === undefined && base !== undefined ? { ...start, id: `${base.id}-copy` } : start;
  return (
    <Editor
      id={id}
      start={draft}
      base={id === undefined ? undefined : start}
      version={base?.version}
    />
  );
}

interface EditorProps {
  readonly id: string | undefined;
  readonly start: object;
  /** What is deployed now; undefined for a new app. */
  readonly base: object | undefined;
  readonly version: string | undefined;
}

function Editor({ id, start, base, version }: EditorProps) {
  const { acts } = useConsole();
  const { go } = useRoute();
  const model = useModel();
  const draft = useDraft(start);
  const told = useTold(draft, id === undefined);
  const [isReviewing, setReviewing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const present = id === undefined ? undefined : model.app(id)?.definition.version;
  const isOvertaken = present !== undefined && version !== undefined && present > version;
  const isBlocked = draft.syntax !== undefined || draft.faults.length > 0;
  const review = () => {
    told.tellAll();
    if (!isBlocked) setReviewing(true);
    else showFirstFault(draft);
  };
  useEffect(() => showField(decodeURIComponent(window.location.hash.slice(1))), []);
  const deploy = async () => {
    if (!isRecord(draft.document)) return;
    const body = toDraft(draft.document);
    const name = id ?? idOf(draft);
    const refused = await acts.perform({
      done: id === undefined ? `${name} is being started` : `${name} is being deployed`,
      what: id === undefined ? `create ${name}` : `deploy ${name}`,
      call: (force) => (id === undefined ? createApp(body) : replaceApp(id, body, force)),
      after: () => go({ kind: 'app', id: name, tab: 'instances' }),
      isToldInPlace: true,
    });
    setRefusal(refused);
    if (refused?.kind === 'invalid') {
      draft.setServerFaults(refused.faults);
      setReviewing(false);
    }
  };
  useSubmitKey(() => {
    if (isReviewing) void deploy();
    else review();
  });
  const title = id === undefined ? 'New app' : `Edit ${id}`;
  return (
    <>
      <PageHead
        title={title}
        place={`edit ${id ?? ''}`}
        sentence={isReviewing ? `Review: ${title.toLowerCase()}` : title}
        actions={
          isReviewing ? null : (
            <Actions id={id} isBlocked={isToldBlocked(told.draft)} review={review} />
          )
        }
      />
      {isOvertaken ? (
        <Strip>
          <Overtaken id={id ?? '/'} present={present} />
        </Strip>
      ) : null}
      {refusal === undefined || isToldElsewhere(refusal) ? null : <Refused refusal={refusal} />}
      {isReviewing ? (
        <Review draft={draft} base={base} deploy={deploy} back={() => setReviewing(false)} />
      ) : (
        <Sides told={told} isNew={id === undefined} review={review} />
      )}
    </>
  );
}

/** Another version came while this one was written (console.md §6). */
function Overtaken({ id, present }: { id: string; present: string }) {
  const nameVersion = useVersionNames(id);
  return (
    <>
      <span>{nameVersion(present)} was deployed meanwhile. Yours would replace it.</span>
      <To place={{ kind: 'app', id, tab: 'config' }} className="button small">
        Compare
      </To>
    </>
  );
}

/** A lock has a dialog of its own, faults of fields stand at the fields and above them. */
function isToldElsewhere(refusal: Refusal): boolean {
  return refusal.kind === 'locked' || (refusal.kind === 'invalid' && refusal.faults.length > 0);
}

function isToldBlocked({ syntax, faults }: Draft): boolean {
  return syntax !== undefined || faults.length > 0;
}

function idOf({ document }: Draft): string {
  const id = getAt(document, '/id');
  const text = typeof id === 'string' ? id : '';
  return text.startsWith('/') ? text : `/${text}`;
}

function showFirstFault({ faults }: Draft): void {
  showField(faults[0]?.pointer ?? '');
}

/** Puts the focus on the field of a member, or on the first below it. */
function showField(pointer: string): void {
  if (pointer === '') return;
  const fields = [...document.querySelectorAll<HTMLElement>('[data-pointer]')];
  const isBelow = ({ dataset }: HTMLElement) => dataset['pointer']?.startsWith(`${pointer}/`);
  const field =
    fields.find(({ dataset }) => dataset['pointer'] === pointer) ?? fields.find(isBelow);
  field?.focus();
}

function useSubmitKey(submit: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

function Actions(props: {
  readonly id: string | undefined;
  readonly isBlocked: boolean;
  readonly review: () => void;
}) {
  return (
    <>
      <Discard id={props.id} />
      <button
        type="button"
        className="button"
        data-kind="main"
        aria-disabled={props.isBlocked}
        title="ctrl Enter"
        onClick={props.review}
      >
        Review and deploy
      </button>
    </>
  );
}

function Discard({ id }: { id: string | undefined }) {
  return (
    <To
      place={
        id === undefined ? { kind: 'apps', group: '/' } : { kind: 'app', id, tab: 'instances' }
      }
      className="button"
    >
      Discard
    </To>
  );
}

interface SidesProps {
  readonly told: ToldDraft;
  readonly isNew: boolean;
  readonly review: () => void;
}

function Sides({ told, isNew, review }: SidesProps) {
  const { draft } = told;
  const { faults, syntax } = draft;
  return (
    <>
      {syntax !== undefined ? (
        <Strip family="bad" role="alert">
          The text is not JSON in line {syntax.line}: the form shows what it was before.
        </Strip>
      ) : faults.length > 0 ? (
        <Strip>
          <span>
            {plural(faults.length, 'field')} {faults.length === 1 ? 'needs' : 'need'} a change
            before this can be deployed.
          </span>
          <button type="button" className="button small" onClick={() => showFirstFault(draft)}>
            Go to the first
          </button>
          {faults
            .filter(({ pointer }) => pointer === '')
            .map(({ message }) => (
              <span key={message}>{message}</span>
            ))}
        </Strip>
      ) : null}
      <div className="sides" onBlur={({ target }) => told.touch(target.dataset['pointer'])}>
        <AppForm draft={draft} isNew={isNew} />
        <section className="panel editor-panel" aria-label="JSON">
          <JsonEditor
            value={draft.text}
            faults={faults}
            onChange={draft.setText}
            onSubmit={review}
          />
        </section>
      </div>
    </>
  );
}
