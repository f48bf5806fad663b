/** A call as it was made. */
export interface Request {
  readonly method: string;
  readonly address: string;
  /** What was sent as JSON; undefined for nothing. */
  readonly body: unknown;
}

/** The call as a line for a shell. Who asked is not in it: whoever runs it asks for themselves. */
export function renderCurl({ method, address, body }: Request): string {
  const sent =
    body === undefined
      ? []
      : ['-H', quote('Content-Type: application/json'), '-d', quote(JSON.stringify(body))];
  return ['curl', '-X', method, ...sent, quote(address)].join(' ');
}

/** In single quotes nothing means anything to a shell but their end. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
