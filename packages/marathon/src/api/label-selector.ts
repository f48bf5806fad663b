import { err, ok, type Result } from '@stoa/common';

type Labels = Readonly<Record<string, string>>;

/** Whether labels meet every clause of a selector. */
export type LabelSelector = (labels: Labels) => boolean;

/**
 * Reads `key`, `key==v`, `key!=v`, `key in (a, b)`, `key notin (a, b)`, joined by commas that mean
 * "and" (marathon-api.md §2.1). Every clause wants the label to be there. The error is a message.
 */
export function parseLabelSelector(text: string): Result<LabelSelector, string> {
  const tokens = tokenise(text);
  const clauses = tokens && parseClauses(tokens);
  if (clauses === undefined) {
    return err(
      `Can not parse label selector '${text}': expected key, key==value, key!=value, ` +
        'key in (a, b) or key notin (a, b), joined by commas',
    );
  }
  return ok((labels) => clauses.every((clause) => clause(labels)));
}

/** A term, or a sign: `==`, `!=`, `,`, `(`, `)`. */
interface Token {
  readonly kind: 'term' | 'sign';
  readonly text: string;
}

const TOKEN = /\s*(?:((?:[-A-Za-z0-9_.]|\\.)+)|(==|!=|,|\(|\)))\s*/suy;

function tokenise(text: string): readonly Token[] | undefined {
  const pattern = new RegExp(TOKEN);
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const [, term, sign] = pattern.exec(text) ?? [];
    if (term !== undefined) tokens.push({ kind: 'term', text: term.replace(/\\(.)/gsu, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else return undefined;
  }
  return tokens;
}

function parseClauses(tokens: readonly Token[]): readonly LabelSelector[] | undefined {
  const reader = new TokenReader(tokens);
  const clauses: LabelSelector[] = [];
  do {
    const clause = parseClause(reader);
    if (clause === undefined) return undefined;
    clauses.push(clause);
  } while (reader.takeSign(','));
  return reader.isAtEnd ? clauses : undefined;
}

function parseClause(reader: TokenReader): LabelSelector | undefined {
  const key = reader.takeTerm();
  if (key === undefined) return undefined;
  const matching = (fits: (value: string) => boolean): LabelSelector => {
    return (labels) => Object.hasOwn(labels, key) && fits(labels[key] ?? '');
  };
  if (reader.takeSign('==')) {
    const wanted = reader.takeTerm();
    return wanted === undefined ? undefined : matching((value) => value === wanted);
  }
  if (reader.takeSign('!=')) {
    const unwanted = reader.takeTerm();
    return unwanted === undefined ? undefined : matching((value) => value !== unwanted);
  }
  const operator = reader.takeTerm();
  if (operator === undefined) return matching(() => true);
  const values = parseSet(reader);
  if (values === undefined) return undefined;
  if (operator === 'in') return matching((value) => values.has(value));
  return operator === 'notin' ? matching((value) => !values.has(value)) : undefined;
}

function parseSet(reader: TokenReader): ReadonlySet<string> | undefined {
  if (!reader.takeSign('(')) return undefined;
  const values = new Set<string>();
  do {
    const value = reader.takeTerm();
    if (value === undefined) return undefined;
    values.add(value);
  } while (reader.takeSign(','));
  return reader.takeSign(')') ? values : undefined;
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  takeTerm(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'term') return undefined;
    this.#at++;
    return token.text;
  }

  takeSign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at++;
    return true;
  }
}
