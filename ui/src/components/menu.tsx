import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from './icon.tsx';

/** One entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly run: () => void;
  readonly isDanger?: boolean;
  /** Why it may not be done now; shown at the entry. */
  readonly refusal?: string;
}

interface MenuProps {
  /** What the button says to those who do not see it. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly children?: ReactNode;
  readonly className?: string;
  readonly kind?: string;
}

const GAP = 4;

/** Puts the menu below its button, or above where there is no room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.right - width, window.innerWidth - width - 8));
  const below = at.bottom + GAP;
  const isAbove = below + height > window.innerHeight && at.top > height;
  menu.style.left = `${Math.max(left, 8)}px`;
  menu.style.top = `${isAbove ? at.top - height - GAP : below}px`;
}

/** A button that opens a list of acts; the platform's popover closes and stacks it. */
export function Menu({ label, entries, children, className = '', kind = 'quiet' }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  // A table has a menu in each row: the entries are there only while it is open.
  const [isOpen, setOpen] = useState(false);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -at, End: items.length - 1 - at }[event.key];
    if (event.key === 'Tab') menu.current?.hidePopover();
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    items[(at + step + items.length) % items.length]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`button ${children === undefined ? 'square' : ''} ${className}`}
        data-kind={kind}
        data-menu="true"
        aria-label={label}
        aria-haspopup="menu"
        popoverTarget={id}
        title={label}
      >
        {children ?? <Icon name="more" />}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu"
        onKeyDown={move}
        onBeforeToggle={({ newState }) => {
          if (newState === 'open') flushSync(() => setOpen(true));
        }}
        onToggle={(event) => {
          if (event.newState === 'closed') setOpen(false);
          if (event.newState !== 'open' || menu.current === null || button.current === null) return;
          place(menu.current, button.current);
          menu.current.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
        }}
      >
        {(isOpen ? entries : []).map(({ label: text, run, isDanger, refusal }) => (
          <button
            key={text}
            type="button"
            role="menuitem"
            className={isDanger === true ? 'danger' : undefined}
            disabled={refusal !== undefined}
            title={refusal}
            onClick={() => {
              menu.current?.hidePopover();
              run();
            }}
          >
            {text}
            {refusal === undefined ? null : <span className="faint">{refusal}</span>}
          </button>
        ))}
      </div>
    </>
  );
}
