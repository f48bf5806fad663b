import { type HttpReply, type HttpRequest, emptyReply, textReply } from '@stoa/common';
import type { ClusterView } from './view.ts';

type Target = Pick<HttpRequest, 'path' | 'query'>;

/**
 * What a master that does not lead answers: 307 to the one that does, or 503 when nobody knows one
 * (mesos-http.md §1.6). Undefined on the leader.
 */
export function refuseUnlessLeading(
  view: ClusterView | undefined,
  request: Target,
): HttpReply | undefined {
  if (view?.isLeading === true) return undefined;
  return redirectToLeader(view, pathAndQuery(request));
}

/** Rows 3 and 4 of mesos-http.md §1.2: leading, and done with reading the registry. */
export function refuseUnlessOpen(
  view: ClusterView | undefined,
  request: Target,
): HttpReply | undefined {
  const refusal = refuseUnlessLeading(view, request);
  if (refusal !== undefined || view?.isRecovered === true) return refusal;
  return textReply(503, 'Master has not finished recovery');
}

/** 307 to the leader, or 503 when nobody knows one. The address has no scheme: TLS may stand before. */
export function redirectToLeader(view: ClusterView | undefined, path: string): HttpReply {
  const leader = view?.leader;
  if (leader === undefined) return textReply(503, 'No leader elected');
  const name = leader.hostname ?? leader.address?.hostname ?? leader.address?.ip ?? '';
  const host = name.includes(':') ? `[${name}]` : name;
  return emptyReply(307, { Location: `//${host}:${leader.port}${path}` });
}

function pathAndQuery({ path, query }: Target): string {
  const parameters = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  // The path came decoded: what would end it has to be encoded anew.
  const encoded = encodeURI(path).replace(/\?/g, '%3F').replace(/#/g, '%23');
  return parameters.length === 0 ? encoded : `${encoded}?${parameters.join('&')}`;
}
