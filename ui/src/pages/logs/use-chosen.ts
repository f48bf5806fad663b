import { useEffect, useMemo, useState } from 'react';
import { writeText } from '../../live/clipboard.ts';
import { useConsole } from '../../live/context.tsx';
import type { LogSource } from '../../live/log-follower.ts';
import { findLane, type LogPlace } from '../../model/log-address.ts';
import { findByte, type LogLine } from '../../model/log-book.ts';
import type { Finding } from './use-finding.ts';
import { addressOf, showAddress } from './use-place.ts';

/** What can be done with one line. */
interface Chosen {
  /** The place of the line that is marked. */
  readonly line: number | undefined;
  readonly choose: (line: LogLine) => void;
  /** Copies the address of the line that is marked. */
  readonly copy: () => void;
}

/** The line that the address names, was clicked, or holds the hit in view; its address is the page's. */
export function useChosen(
  lines: readonly LogLine[],
  sources: readonly LogSource[],
  place: LogPlace | undefined,
  finding: Finding,
): Chosen {
  const { notices } = useConsole();
  const [key, setKey] = useState<number | undefined>(undefined);
  const named = useMemo(() => {
    const lane = findLane(sources, place);
    return place === undefined || lane < 0 ? undefined : findByte(lines, lane, place.byte);
  }, [lines, sources, place]);
  const clicked = key === undefined ? undefined : lines.findIndex((line) => line.key === key);
  const line = finding.line ?? (clicked === undefined || clicked < 0 ? named : clicked);
  const told = finding.line === undefined ? undefined : lines[finding.line];
  const address = (one: LogLine) => {
    const source = sources[one.lane];
    if (source === undefined || one.byte === undefined) return undefined;
    return addressOf({ ...source, byte: one.byte });
  };
  useEffect(() => {
    const found = told === undefined ? undefined : address(told);
    if (found !== undefined) showAddress(found);
  }, [told?.key]);
  const copy = async (one: LogLine) => {
    const found = address(one);
    if (found === undefined) return;
    showAddress(found);
    const isCopied = await writeText(found);
    if (isCopied) notices.add('good', 'Address copied');
    else notices.add('info', 'Its address is in the location bar');
  };
  return {
    line,
    choose: (one) => {
      finding.leave();
      setKey(one.key);
      void copy(one);
    },
    copy: () => {
      const one = line === undefined ? undefined : lines[line];
      if (one !== undefined) void copy(one);
    },
  };
}
