/** Query parameters in the order given; a name may come more than once. */
export type HttpQuery = Readonly<Record<string, readonly string[]>>;

/** A request as plain data, as an `api/` translates it. */
export interface HttpRequest {
  /** Upper case. */
  readonly method: string;
  /** Decoded path without the query; begins with `/`. */
  readonly path: string;
  readonly query: HttpQuery;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Who asks, when authentication is on and said so. */
  readonly principal: string | undefined;
  /** The address asked, as the asker named it: `host:port`. */
  readonly host: string;
  /** The path as it was sent, not decoded; absent where nobody knows. */
  readonly rawPath?: string;
  /** The address the connection comes from, without a port; absent where nobody knows. */
  readonly peerIp?: string;
}

/** An answer as plain data. `undefined` as body means none, with `Content-Length: 0`. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** A JSON answer; the text is compact. */
export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** A plain text answer, the form of every fault on the v1 endpoints (mesos-http.md §1.2). */
export function textReply(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** An answer without a body and without a type. */
export function emptyReply(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return { status, headers, body: undefined };
}

/** The first value of a query parameter. */
export function queryValue(query: HttpQuery, name: string): string | undefined {
  return query[name]?.[0];
}
