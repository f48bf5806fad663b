// A formatter costs more to make than a thousand numbers to write.
const upTo = (digits: number) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits });
const WHOLE = upTo(0);
const TENTHS = upTo(1);
const HUNDREDTHS = upTo(2);
const FIXED_TENTHS = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** `1 instance`, `1,234 instances` (console.md §7). */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Digits in groups of three, at most `decimals` of them after the point and none that are zero. */
export function formatNumber(value: number, decimals: 0 | 1 | 2 = 0): string {
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  return (decimals === 0 ? WHOLE : decimals === 1 ? TENTHS : HUNDREDTHS).format(value);
}

/** Cpus with at most two decimals. */
export function formatCpus(cpus: number): string {
  return formatNumber(cpus, 2);
}

/** A number with exactly one decimal, so that numbers stand below each other. */
export function formatTenths(value: number): string {
  return FIXED_TENTHS.format(value);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A number of bytes in the largest unit of which there is at least one. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const decimals = unit === 0 || value >= 100 ? 0 : 1;
  return `${formatNumber(value, decimals)} ${UNITS[unit] ?? 'B'}`;
}

/** Mebibytes as Mesos counts memory and disk. */
export function formatMebibytes(mebibytes: number): string {
  return mebibytes === 0 ? '0' : formatBytes(mebibytes * 1024 * 1024);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took or takes: `8 s`, `3 min 2 s`, `2 h 5 min`, `12 d`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < SECOND) return `${Math.round(span)} ms`;
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < 10 * MINUTE) return twoUnits(span, MINUTE, 'min', SECOND, 's');
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return twoUnits(span, HOUR, 'h', MINUTE, 'min');
  return `${Math.floor(span / DAY)} d`;
}

function twoUnits(span: number, big: number, bigName: string, small: number, name: string) {
  const whole = Math.floor(span / big);
  const rest = Math.floor((span - whole * big) / small);
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${name}`;
}

/** The time that is left until something happens: `2:40`. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long ago, in one unit; beyond seven days the date. */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  if (age < 5 * SECOND) return 'just now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return formatDay(at, now);
}

/** A time of day, in the reader's zone. */
export function formatClock(at: number): string {
  return CLOCK.format(at);
}

/** A day: without its year in the year of `now`. */
export function formatDay(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? DAY_OF_YEAR : DAY_AND_YEAR).format(at);
}

/** Date, time and zone in full: what stands behind every relative time. */
export function formatMoment(at: number): string {
  return MOMENT.format(at);
}

/** When in words: today by the clock, else the day and the clock. */
export function formatSince(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const clock = formatClock(at).slice(0, 5);
  return isToday ? clock : `${formatDay(at, now)}, ${clock}`;
}

/** An ISO time as milliseconds; undefined when it is none. */
export function parseTime(text: string | undefined | null): number | undefined {
  if (text === undefined || text === null) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** A long text with its middle left out; both ends tell ids apart. */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}

/** A share as whole percent; something never becomes 0, and not all never becomes 100. */
export function formatPercent(share: number): string {
  if (share <= 0) return '0 %';
  if (share < 0.01) return '1 %';
  if (share < 1 && share > 0.99) return '99 %';
  return `${Math.round(share * 100)} %`;
}
