/** An address ready for a record: IPv4 in dotted form for A, IPv6 in lower case for AAAA. */
export interface Address {
  readonly type: 'A' | 'AAAA';
  readonly ip: string;
}

/** Reads an IP address; undefined when the text is none. IPv4 mapped into IPv6 counts as IPv4. */
export function parseAddress(text: string): Address | undefined {
  if (isIpv4(text)) return { type: 'A', ip: text };
  const lower = text.toLowerCase();
  const mapped = lower.startsWith('::ffff:') ? lower.slice('::ffff:'.length) : '';
  if (isIpv4(mapped)) return { type: 'A', ip: mapped };
  return isIpv6(lower) ? { type: 'AAAA', ip: lower } : undefined;
}

/** The addresses among texts; what is none is left out. */
export function parseAddresses(texts: readonly string[]): readonly Address[] {
  const addresses: Address[] = [];
  for (const text of texts) {
    const address = parseAddress(text);
    if (address !== undefined) addresses.push(address);
  }
  return addresses;
}

/** Whether a text is an address, so that no resolver has to be asked for it. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}

const DOT = 0x2e;
const ZERO = 0x30;

/** Four numbers to 255 of up to three digits. Letter by letter: it is asked for every task's address. */
function isIpv4(text: string): boolean {
  let dots = 0;
  let digits = 0;
  let number = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === DOT && digits > 0) {
      dots++;
      digits = 0;
      number = 0;
      continue;
    }
    number = 10 * number + unit - ZERO;
    digits++;
    if (unit < ZERO || unit > ZERO + 9 || number > 255 || digits > 3) return false;
  }
  return dots === 3 && digits > 0;
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const last = (halves.length === 2 ? tail : head).at(-1) ?? '';
  const hasDotted = isIpv4(last);
  const all = [...head, ...tail];
  const plain = hasDotted ? all.slice(0, -1) : all;
  const count = plain.length + (hasDotted ? 2 : 0);
  const isFull = halves.length === 2 ? count <= 7 : count === 8;
  return isFull && plain.every((group) => /^[0-9a-f]{1,4}$/.test(group));
}
