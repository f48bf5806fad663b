import { emptyReply, textReply, type HttpReply, type HttpRequest } from '@stoa/common';

/** Where the leading master is reached. */
export interface LeaderAddress {
  readonly hostname: string;
  readonly port: number;
}

/** What a master that does not lead answers: 307 to the leader, or 503 (mesos-http.md §1.6). */
export function redirectToLeader(
  leader: LeaderAddress | undefined,
  request: Pick<HttpRequest, 'path' | 'query'>,
): HttpReply {
  if (leader === undefined) return textReply(503, 'No leader elected');
  return emptyReply(307, { Location: `${leaderOrigin(leader)}${renderTarget(request)}` });
}

/** The answer of `/redirect`: the leader without a path (mesos-http.md §1.6). */
export function redirectToLeaderRoot(leader: LeaderAddress | undefined): HttpReply {
  if (leader === undefined) return textReply(503, 'No leader elected');
  return emptyReply(307, { Location: leaderOrigin(leader) });
}

/** Scheme-relative, so that it holds behind TLS too. */
function leaderOrigin({ hostname, port }: LeaderAddress): string {
  return hostname.includes(':') ? `//[${hostname}]:${port}` : `//${hostname}:${port}`;
}

/** Path and query as they go over the wire. */
export function renderTarget({ path, query }: Pick<HttpRequest, 'path' | 'query'>): string {
  const parts = path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/%2C|%3A|%40/g, decodeURIComponent));
  const parameters = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return parameters.length === 0 ? parts.join('/') : `${parts.join('/')}?${parameters.join('&')}`;
}
