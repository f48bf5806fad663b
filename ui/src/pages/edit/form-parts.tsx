import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { getAt, listAt, showValue } from '../../model/document.ts';
import { plural } from '../../model/format.ts';
import { isRecord } from '../../model/json.ts';
import type { Draft } from './use-draft.ts';

/** What every part of the form is given. */
export interface PartProps {
  readonly draft: Draft;
}

/** A fault of the member itself, or of what lies below it where no field of the form is. */
export function faultAt({ faults }: Draft, pointer: string): string | undefined {
  return faults.find((fault) => fault.pointer === pointer)?.message;
}

interface InputProps extends PartProps {
  readonly pointer: string;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** A member that is text. */
export function TextField({ draft, pointer, label, hint, placeholder }: InputProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} fault={faultAt(draft, pointer)}>
      {(field) => (
        <input
          {...field}
          className="input"
          data-pointer={pointer}
          value={showValue(getAt(draft.document, pointer))}
          placeholder={placeholder}
          onChange={(event) =>
            draft.set(pointer, event.target.value === '' ? undefined : event.target.value)
          }
        />
      )}
    </Field>
  );
}

/** A member that is text of several lines. */
export function LongField({ draft, pointer, label, hint, placeholder }: InputProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} fault={faultAt(draft, pointer)}>
      {(field) => (
        <textarea
          {...field}
          className="input"
          data-pointer={pointer}
          value={showValue(getAt(draft.document, pointer))}
          placeholder={placeholder}
          onChange={(event) =>
            draft.set(pointer, event.target.value === '' ? undefined : event.target.value)
          }
        />
      )}
    </Field>
  );
}

/** A number as it was typed: what is none stays text, so that its fault can be told. */
function readNumber(text: string): unknown {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}

/** A member that is a number. */
export function NumberField({ draft, pointer, label, hint, placeholder }: InputProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} fault={faultAt(draft, pointer)}>
      {(field) => (
        <input
          {...field}
          className="input number"
          data-pointer={pointer}
          inputMode="decimal"
          value={showValue(getAt(draft.document, pointer))}
          placeholder={placeholder}
          onChange={(event) => draft.set(pointer, readNumber(event.target.value))}
        />
      )}
    </Field>
  );
}

/** A member that is one of several words. */
export function ChoiceField(
  props: InputProps & { readonly options: readonly string[]; readonly standard: string },
) {
  const { draft, pointer, label, options, standard } = props;
  const value = showValue(getAt(draft.document, pointer));
  return (
    <Field label={label} fault={faultAt(draft, pointer)}>
      {(field) => (
        <select
          {...field}
          className="input"
          data-pointer={pointer}
          value={value === '' ? standard : value}
          onChange={(event) => draft.set(pointer, event.target.value)}
        >
          {[...new Set([...options, ...(value === '' ? [] : [value])])].map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A member that is true or false. */
export function FlagField({ draft, pointer, label }: InputProps) {
  return (
    <label className="line tight">
      <input
        type="checkbox"
        className="tick"
        checked={getAt(draft.document, pointer) === true}
        onChange={(event) => draft.set(pointer, event.target.checked ? true : undefined)}
      />
      {label}
    </label>
  );
}

/** One part of the form, with the number of its faults. */
export function Section(props: {
  readonly title: string;
  readonly draft: Draft;
  readonly pointers: readonly string[];
  readonly children: ReactNode;
}) {
  const faults = props.draft.faults.filter(({ pointer }) =>
    props.pointers.some((own) => pointer === own || pointer.startsWith(`${own}/`)),
  );
  return (
    <fieldset className="section">
      <legend>
        {props.title}
        {faults.length === 0 ? null : (
          <span className="fault-count" data-family="bad">
            <Icon name="failed" className="status-icon" /> {faults.length}
          </span>
        )}
      </legend>
      {props.children}
    </fieldset>
  );
}

interface ListProps extends PartProps {
  readonly pointer: string;
  /** What one entry is called: `port`. */
  readonly what: string;
  readonly fresh: unknown;
  readonly entry: (pointer: string) => ReactNode;
}

/** A member that is a list: entries with their fields, one more, one fewer. */
export function ListField({ draft, pointer, what, fresh, entry }: ListProps) {
  const list = listAt(draft.document, pointer);
  return (
    <div className="stack tight">
      {list.map((_, at) => (
        <div key={`${pointer} ${at}`} className="entry">
          <div className="entry-fields">{entry(`${pointer}/${at}`)}</div>
          <button
            type="button"
            className="button square"
            aria-label={`Remove ${what} ${at + 1}`}
            onClick={() =>
              draft.set(pointer, list.length === 1 ? undefined : list.filter((_one, i) => i !== at))
            }
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="button"
          onClick={() => draft.set(pointer, [...list, fresh])}
        >
          <Icon name="plus" />
          Add {what}
        </button>
      </div>
    </div>
  );
}

/** A member that maps names to texts. */
export function MapField({ draft, pointer, what }: PartProps & { pointer: string; what: string }) {
  const value = getAt(draft.document, pointer);
  const entries = isRecord(value) ? Object.entries(value) : [];
  const put = (next: readonly (readonly [string, unknown])[]) =>
    draft.set(pointer, next.length === 0 ? undefined : Object.fromEntries(next));
  return (
    <div className="stack tight">
      {entries.slice(0, ENTRIES_MAX).map(([name, text], at) => (
        <div key={`${pointer} ${at}`} className="entry">
          <div className="entry-fields pair">
            <input
              className="input mono"
              aria-label={`Name of ${what} ${at + 1}`}
              value={name}
              onChange={(event) =>
                put(entries.map((pair, i) => (i === at ? [event.target.value, text] : pair)))
              }
            />
            <input
              className="input mono"
              aria-label={`Value of ${name}`}
              data-pointer={`${pointer}/${name}`}
              value={showValue(text)}
              readOnly={typeof text !== 'string'}
              onChange={(event) =>
                put(entries.map((pair, i) => (i === at ? [name, event.target.value] : pair)))
              }
            />
          </div>
          <button
            type="button"
            className="button square"
            aria-label={`Remove ${name}`}
            onClick={() => put(entries.filter((_one, i) => i !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {entries.length > ENTRIES_MAX ? (
        <p className="muted">
          {plural(entries.length - ENTRIES_MAX, 'more entry stands', 'more entries stand')} in the
          JSON.
        </p>
      ) : null}
      <div>
        <button
          type="button"
          className="button"
          onClick={() => put([...entries, [freeName(entries.map(([name]) => name)), '']])}
        >
          <Icon name="plus" />
          Add {what}
        </button>
      </div>
    </div>
  );
}

/** So many entries have fields; more of them would make each letter slow to type. */
const ENTRIES_MAX = 60;

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1)
    if (!taken.includes(`NAME_${number}`)) return `NAME_${number}`;
}
