import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
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
function place(menu: HTMLElement, button: Element): void {
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
  // A page may have many menus: the entries are there only while one is open.
  const [isOpen, setOpen] = useState(false);
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
        onToggle={({ newState }) => {
          if (newState === 'closed') setOpen(false);
          else if (menu.current !== null && button.current !== null)
            enter(menu.current, button.current);
        }}
      >
        <Entries entries={isOpen ? entries : []} />
      </div>
    </>
  );
}

function enter(menu: HTMLElement, button: Element): void {
  place(menu, button);
  menu.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
}

function move(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget;
  const items = [...menu.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const at = items.findIndex((item) => item === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -at, End: items.length - 1 - at }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(at + step + items.length) % items.length]?.focus();
}

function Entries({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map(({ label, run, isDanger, refusal }) => (
    <button
      key={label}
      type="button"
      role="menuitem"
      className={isDanger === true ? 'danger' : undefined}
      disabled={refusal !== undefined}
      title={refusal}
      onClick={({ currentTarget }) => {
        currentTarget.parentElement?.hidePopover();
        run();
      }}
    >
      {label}
      {refusal === undefined ? null : <span className="faint">{refusal}</span>}
    </button>
  ));
}

/** In a row: the button alone, its table has the menu. */
export function RowMenuButton({ label }: { label: string }) {
  return (
    <button
      type="button"
      className="button small square"
      data-kind="quiet"
      data-menu="true"
      aria-label={label}
      aria-haspopup="menu"
      title={label}
    >
      <Icon name="more" />
    </button>
  );
}

interface RowMenuProps {
  /** The button it stands at. */
  readonly button: Element;
  /** The row it acts on. */
  readonly of: string;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

/** The one menu of all rows of a table, there while it is open. */
export function RowMenu({ button, of, entries, onClose }: RowMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = menu.current;
    if (shown === null) return undefined;
    shown.showPopover();
    enter(shown, button);
    button.setAttribute('aria-expanded', 'true');
    return () => button.removeAttribute('aria-expanded');
  }, [button]);
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      aria-label={button.getAttribute('aria-label') ?? undefined}
      className="menu"
      data-of={of}
      onKeyDown={move}
      onToggle={({ newState }) => {
        if (newState === 'closed') onClose();
      }}
    >
      <Entries entries={entries} />
    </div>
  );
}
