import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import type { LogLine } from '../model/log-book.ts';
import { parseColours } from '../model/log-lines.ts';
import { formatClock } from '../model/format.ts';

interface LogViewProps {
  readonly label: string;
  readonly lines: readonly LogLine[];
  /** Names of the lanes; with one alone they are not printed. */
  readonly lanes: readonly string[];
  readonly find: string;
  readonly found: number | undefined;
  readonly isFollowing: boolean;
  readonly isWrapped: boolean;
  readonly withTimes: boolean;
  /** A line was chosen by its mark: its address is wanted. */
  readonly onPlace: (line: LogLine) => void;
  readonly onFollow: (isFollowing: boolean) => void;
  /** The first line came into view. */
  readonly onTop: () => void;
  readonly onKey: (key: string) => boolean;
}

const LINE = 20;
const NEAR = 48;

/** Stays at the end while it is followed; else what is read stays where it is when lines come before it. */
function useReading(
  scroller: RefObject<HTMLDivElement | null>,
  lines: readonly LogLine[],
  isFollowing: boolean,
): void {
  const first = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (isFollowing) element.scrollTop = element.scrollHeight;
    else if (first.current !== undefined && lines[0] !== undefined) {
      const more = first.current - lines[0].key;
      if (more > 0) element.scrollTop += more * LINE;
    }
    first.current = lines[0]?.key;
  }, [lines, isFollowing]);
}

/** Lines as they come; following stops when one scrolls up, and goes on at the end. */
export function LogView(props: LogViewProps) {
  const { lines, isFollowing, isWrapped, found } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  useReading(scroller, lines, isFollowing);
  // The line, not its place: lines that come before it do not bring it back into view.
  const foundKey = found === undefined ? undefined : lines[found]?.key;
  useEffect(() => {
    if (foundKey !== undefined && found !== undefined)
      virtual.scrollToIndex(found, { align: 'center' });
  }, [foundKey, virtual]);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR && !isFollowing) props.onFollow(true);
    if (left > NEAR && isFollowing) props.onFollow(false);
    if (element.scrollTop < NEAR) props.onTop();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'End') props.onFollow(true);
    if (props.onKey(event.key)) event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="log"
      role="log"
      aria-live="off"
      aria-label={props.label}
      tabIndex={0}
      data-wrapped={isWrapped}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="log-lines" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          return (
            <div
              key={line.key}
              data-index={item.index}
              ref={isWrapped ? virtual.measureElement : undefined}
              className="log-line"
              data-note={line.isNote}
              data-found={item.index === found}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Line {...props} line={line} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Line(props: LogViewProps & { readonly line: LogLine }) {
  const { line, lanes, find } = props;
  return (
    <>
      <Mark {...props} />
      {lanes.length > 1 ? (
        <span className="log-lane" style={{ '--lane': `var(--chart-${(line.lane % 6) + 1})` }}>
          {lanes[line.lane]}
        </span>
      ) : null}
      <Text line={line} find={find} />
    </>
  );
}

/** The line's time, or a bare mark: clicked, it gives the line's address. */
function Mark({ line, withTimes, onPlace }: LogViewProps & { readonly line: LogLine }) {
  const { at, byte } = line;
  const className = withTimes ? 'log-mark log-time' : 'log-mark';
  if (byte === undefined) return <span className={className} />;
  return (
    <button
      type="button"
      className={className}
      tabIndex={-1}
      aria-label={`Address of the line at byte ${byte}`}
      title={`Copy the address of this line, byte ${byte}`}
      onClick={() => onPlace(line)}
    >
      {withTimes && at !== undefined ? formatClock(at) : '#'}
    </button>
  );
}

function Text({ line, find }: { line: LogLine; find: string }) {
  return (
    <span className="log-text">
      {parseColours(line.text).map(({ text, colour, isBold }, at) => (
        <span
          key={`${at} ${text.length}`}
          data-family={colour}
          className={`${colour === undefined ? '' : 'coloured'} ${isBold ? 'name' : ''}`}
        >
          <Marked text={text} find={find} />
        </span>
      ))}
    </span>
  );
}

/** A text with what is looked for marked. */
function Marked({ text, find }: { text: string; find: string }) {
  if (find === '') return <>{text}</>;
  const parts: { readonly text: string; readonly isHit: boolean; readonly at: number }[] = [];
  const lower = text.toLowerCase();
  const wanted = find.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isHit: false, at: from });
    parts.push({ text: text.slice(at, at + wanted.length), isHit: true, at });
    from = at + wanted.length;
  }
  parts.push({ text: text.slice(from), isHit: false, at: from });
  return (
    <>
      {parts.map((part) =>
        part.isHit ? (
          <mark key={part.at}>{part.text}</mark>
        ) : (
          <span key={part.at}>{part.text}</span>
        ),
      )}
    </>
  );
}
