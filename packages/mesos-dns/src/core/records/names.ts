import { HASH_LENGTH, LABEL_LENGTH_MAX, NAME_LENGTH_MAX, RFC952_LENGTH_MAX } from '../limits.ts';

/** Which rule turns a text into one label (mesos-dns.md §4). */
export type LabelRule = 'rfc1123' | 'rfc952';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** SHA-1 of a text's UTF-8 bytes, in hexadecimal: the platform has it, a core has not. */
export type Sha1 = (text: string) => string;

/**
 * A text as one label: lower case, `.` and `_` as dashes, everything else that is no letter, digit
 * or dash dropped; no dash at either end; cut to the rule's length. Where the cut leaves dashes at
 * the end they go and the room is filled from the rest.
 *
 * @example mangleLabel('web.prod', 'rfc1123') // web-prod
 */
export function mangleLabel(text: string, rule: LabelRule): string {
  // Nearly every name is a label already.
  if (rule === 'rfc1123' && LABEL.test(text)) return text;
  const mapped = text
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[._]/g, '-')
    .replace(/[^a-z0-9-]/g, '');
  const lengthMax = rule === 'rfc952' ? RFC952_LENGTH_MAX : LABEL_LENGTH_MAX;
  let label = '';
  let rest = trimStart(mapped, rule === 'rfc952' ? isDigitOrDash : isDash);
  // Each turn takes at least one character that stays, so this ends with the text.
  while (rest !== '' && label.length < lengthMax) {
    const taken = rest.slice(0, lengthMax - label.length);
    rest = trimStart(rest.slice(taken.length), isDash);
    label = trimDashesAtEnd(label + taken);
  }
  return label;
}

/** A framework's name as labels: each part mangled by itself, empty ones dropped. */
export function mangleDomain(name: string, rule: LabelRule): string {
  return name
    .split('.')
    .map((part) => mangleLabel(part, rule))
    .filter((label) => label !== '')
    .join('.');
}

const Z_BASE_32 = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/** The start of a task id's SHA-1 in z-base-32, which tells tasks of one name apart. */
export function taskHash(taskId: string, sha1: Sha1): string {
  const first = parseInt(sha1(taskId).slice(0, 8), 16);
  let text = '';
  // Five bits for each letter, from the left of these 32.
  for (let shift = 27; text.length < HASH_LENGTH; shift -= 5) {
    text += Z_BASE_32.charAt((first >>> shift) & 31);
  }
  return text;
}

/** What follows the last dash of an agent id, in lower case: `…-S1` gives `s1`. */
export function agentSuffix(agentId: string): string {
  return agentId.slice(agentId.lastIndexOf('-') + 1).toLowerCase();
}

/** Whether a name has no empty label, so that it is a name at all. */
export function isName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !name.endsWith('.') && !name.includes('..');
}

/**
 * Whether a name can be written on the wire. A label may have grown too long by its hash or its
 * underscore: such a record exists but cannot be told (mesos-dns.md §7).
 */
export function isWritable(name: string): boolean {
  // Names beyond ASCII take more bytes than characters; three each is the most that UTF-16 units need.
  if (/[^\x20-\x7e]/.test(name)) return false;
  return (
    name.length <= NAME_LENGTH_MAX &&
    name.split('.').every((label) => label.length <= LABEL_LENGTH_MAX)
  );
}

function isDash(letter: string): boolean {
  return letter === '-';
}

function isDigitOrDash(letter: string): boolean {
  return letter === '-' || (letter >= '0' && letter <= '9');
}

function trimStart(text: string, isTrimmed: (letter: string) => boolean): string {
  let from = 0;
  while (from < text.length && isTrimmed(text.charAt(from))) from++;
  return text.slice(from);
}

function trimDashesAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isDash(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
