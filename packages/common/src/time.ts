import type { Brand } from './brand.ts';

/** A moment: milliseconds since 1970 UTC. May have a fraction. */
export type Timestamp = Brand<number, 'Timestamp'>;

/** A span of time in milliseconds. May have a fraction; negative only as a difference. */
export type Duration = Brand<number, 'Duration'>;

/** A span of so many milliseconds. */
export function milliseconds(count: number): Duration {
  return count as Duration;
}

/** A span of so many seconds. */
export function seconds(count: number): Duration {
  return (count * 1000) as Duration;
}

/** A span of so many minutes. */
export function minutes(count: number): Duration {
  return (count * 60_000) as Duration;
}

/** A span of so many hours. */
export function hours(count: number): Duration {
  return (count * 3_600_000) as Duration;
}

/** The moment so many milliseconds after 1970. */
export function timestamp(millisecondsSince1970: number): Timestamp {
  return millisecondsSince1970 as Timestamp;
}

/** The moment `span` after `at`. */
export function later(at: Timestamp, span: Duration): Timestamp {
  return (at + span) as Timestamp;
}

/** The span from `from` to `to`; negative when `to` comes first. */
export function between(from: Timestamp, to: Timestamp): Duration {
  return (to - from) as Duration;
}

/** Seconds with a fraction, the form of `timestamp` and `*_time` fields on the wire. */
export function toSeconds(span: Timestamp | Duration): number {
  return span / 1000;
}

const UNITS: readonly (readonly [name: string, nanoseconds: number])[] = [
  ['weeks', 604_800e9],
  ['days', 86_400e9],
  ['hrs', 3_600e9],
  ['mins', 60e9],
  ['secs', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
];

/**
 * A duration as flags and messages write it: `5secs`, `1mins`, `90secs`; the largest unit that keeps
 * a whole number (mesos-http.md §6.1).
 */
export function renderDuration(span: Duration): string {
  const nanoseconds = Math.round(span * 1e6);
  if (nanoseconds === 0) return '0ns';
  for (const [name, size] of UNITS) {
    if (nanoseconds % size === 0) return `${nanoseconds / size}${name}`;
  }
  return `${nanoseconds}ns`;
}

/** Reads `5secs`, `1.5mins`, `250ms`; undefined when it is not a duration. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(-?\d+(?:\.\d+)?)(ns|us|ms|secs|mins|hrs|days|weeks)$/.exec(text.trim());
  const unit = UNITS.find(([name]) => name === match?.[2]);
  if (match === null || unit === undefined) return undefined;
  return ((Number(match[1]) * unit[1]) / 1e6) as Duration;
}

/** A moment as Marathon writes it: `2026-11-24T10:20:30.123Z`. */
export function renderIsoTime(at: Timestamp): string {
  const days = Math.floor(at / 86_400_000);
  const inDay = Math.floor(at - days * 86_400_000);
  const { year, month, day } = civilFromDays(days);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [inDay / 3_600_000, (inDay / 60_000) % 60, (inDay / 1000) % 60]
    .map((value) => two(Math.floor(value)))
    .join(':');
  const fraction = String(inDay % 1000).padStart(3, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}.${fraction}Z`;
}

/** Reads an ISO 8601 moment with `Z` or an offset; undefined when it is none. */
export function parseIsoTime(text: string): Timestamp | undefined {
  const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (!isInside(month, 1, 12) || !isInside(day, 1, 31) || !isInside(hour, 0, 24)) return undefined;
  const fraction = Number(`0.${match[7] ?? '0'}`) * 1000;
  const days = daysFromCivil(year ?? 0, month ?? 1, day ?? 1);
  const clock = (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  return (days * 86_400_000 + clock * 1000 + fraction - offsetMs(match[8] ?? 'Z')) as Timestamp;
}

function isInside(value: number | undefined, min: number, max: number): boolean {
  return value !== undefined && value >= min && value <= max;
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '');
  const span = Number(digits.slice(0, 2)) * 3_600_000 + Number(digits.slice(2)) * 60_000;
  return text.startsWith('-') ? -span : span;
}

// The calendar is reckoned from March so that the leap day ends the year; a core may not use Date.
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
