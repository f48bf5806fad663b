import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { formatDuration } from '../model/format.ts';

interface DialogProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The verb that is done: `Destroy /shop/web`. */
  readonly act: string;
  readonly isDanger?: boolean;
  /** It only tells something: there is nothing to cancel. */
  readonly isTold?: boolean;
  /** Why it cannot be done yet. */
  readonly isBlocked?: boolean;
  /** Where the focus begins; with danger it is the safe button. */
  readonly focus?: 'field' | 'act' | 'cancel';
  readonly onAct: () => Promise<void>;
  readonly onClose: () => void;
}

/** A dialog states the consequence before the deed; the platform's own holds and gives back the focus. */
export function Dialog(props: DialogProps) {
  const { title, children, act, isDanger = false, isBlocked = false, onAct, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const pending = usePending();
  useEffect(() => {
    const shown = dialog.current;
    if (shown === null || shown.open) return;
    shown.showModal();
    const focus = props.focus ?? (isDanger ? 'cancel' : 'act');
    shown.querySelector<HTMLElement>(`[data-focus="${focus}"], [data-focus] input`)?.focus();
  }, [isDanger, props.focus]);
  return (
    <dialog
      ref={dialog}
      role={isDanger ? 'alertdialog' : 'dialog'}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
      onCancel={(event) => {
        if (pending.isPending) event.preventDefault();
      }}
    >
      <form
        method="dialog"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBlocked) void pending.run(onAct);
        }}
      >
        <h2 id={`${id}-title`}>{title}</h2>
        <div id={`${id}-text`} className="stack">
          {children}
        </div>
        <div className="buttons">
          {props.isTold === true ? null : (
            <button
              type="button"
              className="button"
              data-focus="cancel"
              disabled={pending.isPending}
              onClick={() => dialog.current?.close()}
            >
              Cancel
            </button>
          )}
          <button
            type="submit"
            className="button"
            data-kind={isDanger ? 'danger' : 'main'}
            data-focus="act"
            disabled={isBlocked || pending.isPending}
          >
            {pending.label === undefined ? act : `${act} · ${pending.label}`}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const SHOW_AFTER_MS = 400;

/** Whether something is under way, and for how long once that can be felt. */
function usePending() {
  const [since, setSince] = useState<number | undefined>(undefined);
  const [label, setLabel] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (since === undefined) return undefined;
    const timer = setInterval(() => setLabel(formatDuration(Date.now() - since)), SHOW_AFTER_MS);
    return () => clearInterval(timer);
  }, [since]);
  const run = async (act: () => Promise<void>) => {
    setSince(Date.now());
    await act();
    setSince(undefined);
    setLabel(undefined);
  };
  return { isPending: since !== undefined, label, run };
}
