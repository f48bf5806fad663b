import { parseJson } from './json.ts';

const SPACE = /\s*/y;
const TOKEN =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/** What may stand next: a value, a member's name, what parts them, or the end of what is open. */
type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end';

/** Where a text stops being JSON, as the line counted from 1; undefined when all of it is. */
export function findSyntaxFault(text: string): { readonly line: number } | undefined {
  // Engines tell no place for a short text, and each tells it in another way: so the text is read again.
  if (parseJson(text) !== undefined) return undefined;
  return { line: text.slice(0, findEnd(text)).split('\n').length };
}

/** How far the text is JSON, in characters. */
function findEnd(text: string): number {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  for (let at = skip(text, 0); at < text.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    const next: Wanted | undefined = token === undefined ? undefined : step(token, wanted, open);
    if (token === undefined || next === undefined) return at;
    wanted = next;
    at = skip(text, at + token.length);
  }
  return text.length;
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

/** What may stand after a token; undefined when the token itself may not stand here. */
function step(token: string, wanted: Wanted, open: ('{' | '[')[]): Wanted | undefined {
  const mayEnd = wanted.endsWith('end');
  switch (token) {
    case '{':
    case '[':
      if (!wanted.startsWith('value')) return undefined;
      open.push(token);
      return token === '{' ? 'name or end' : 'value or end';
    case '}':
    case ']':
      return mayEnd && open.pop() === (token === '}' ? '{' : '[') ? 'comma or end' : undefined;
    case ',':
      if (wanted !== 'comma or end' || open.length === 0) return undefined;
      return open.at(-1) === '{' ? 'name' : 'value';
    case ':':
      return wanted === 'colon' ? 'value' : undefined;
  }
  if (wanted.startsWith('value')) return 'comma or end';
  return wanted.startsWith('name') && token.startsWith('"') ? 'colon' : undefined;
}
