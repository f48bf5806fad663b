import type { HttpReply, HttpRequest, Timestamp } from '@stoa/common';
import type { InfoJson } from '@stoa/proto/marathon';
import type { MarathonReadView } from '../core/read-view.ts';
import type { ApiOutcome, ApiRequest } from '../core/requests.ts';
import type { Decoders } from './decoders.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { HttpNumbers } from './metrics.ts';

/** What never changes while the daemon runs, for `/v2/info`. */
export type StaticInfo = Pick<
  InfoJson,
  'version' | 'buildref' | 'marathon_config' | 'zookeeper_config' | 'http_config'
>;

/** What the routes stand on. */
export interface RouteContext {
  readonly view: MarathonReadView;
  /** Hands a request to the kernel; answers when what it tells is durable. */
  readonly ask: (request: ApiRequest) => Promise<ApiOutcome>;
  readonly decoders: Decoders;
  readonly info: StaticInfo;
  readonly now: () => Timestamp;
  /** What is counted, by the names after the prefix; for `/metrics`. */
  readonly counters: () => ReadonlyMap<string, number>;
  /** What the names of all numbers begin with: `marathon`. */
  readonly metricPrefix: string;
  readonly diagnostics: Diagnostics;
  /** When the daemon began. */
  readonly startedAt: Timestamp;
  /** The numbers of the listener and of its event streams. */
  readonly http: () => HttpNumbers;
}

/** Names in a pattern and what they matched in the path. */
export type Params = Readonly<Record<string, string>>;

export type Handler = (request: HttpRequest, params: Params) => HttpReply | Promise<HttpReply>;

/** A row of the route table; the shell mounts it (body limit, jsonp, gzip, HEAD, 405). */
export interface Route {
  /** Upper case; `*` takes any method. */
  readonly methods: readonly string[];
  /** `:name` for one part of the path, `*name` for one or more. */
  readonly path: string;
  readonly prefix?: boolean;
  readonly jsonp?: boolean;
  readonly handle: Handler;
}
