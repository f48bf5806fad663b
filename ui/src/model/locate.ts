/** A range of a text, in characters. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

type Step = { readonly kind: 'object' | 'list'; name: string; index: number; start: number };

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Where the value of a JSON pointer stands in a text; the nearest that is there when the pointer itself is not,
 * and the first line when the text is none. One pass, whatever the depth.
 */
export function locate(text: string, pointer: string): TextRange {
  const wanted = pointer.split('/').slice(1).join('/');
  const path: Step[] = [];
  let best: TextRange = { from: 0, to: text.split('\n', 1)[0]?.length ?? 0 };
  let depth = -1;
  let isName = false;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const top = path.at(-1);
    if (token === '{' || token === '[') {
      note(match.index, match.index + 1);
      path.push({
        kind: token === '{' ? 'object' : 'list',
        name: '',
        index: 0,
        start: match.index,
      });
      isName = token === '{';
    } else if (token === '}' || token === ']') path.pop();
    else if (token === ',') {
      if (top !== undefined) top.index += 1;
      isName = top?.kind === 'object';
    } else if (token === ':') isName = false;
    else if (isName && top !== undefined) {
      top.name = token.startsWith('"') ? token.slice(1, -1) : token;
      top.start = match.index;
    } else note(match.index, match.index + token.length);
  }
  return best;

  function note(from: number, to: number): void {
    const here = path.map(({ kind, name, index }) => (kind === 'list' ? String(index) : name));
    const isOnWay = here.length > depth && `${wanted}/`.startsWith(`${here.join('/')}/`);
    if (!isOnWay) return;
    depth = here.length;
    best = { from: path.at(-1)?.kind === 'object' ? (path.at(-1)?.start ?? from) : from, to };
  }
}
