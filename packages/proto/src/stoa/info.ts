import { answer } from '../marathon/schema-parts.ts';
import { flag, optional, text, type JsonOf } from '../marathon/schema-types.ts';

/** `GET /stoa/v1/info`: what the console is a console of. Times are ISO 8601. */
export const StoaInfoSchema = answer({
  /** The name of the cluster, as the master was given it. */
  cluster: optional(text()),
  version: text(),
  startedAt: text(),
  /** As whom the asker is known; absent without authentication. */
  user: optional(text()),
  marathon: answer({
    /** `host:port` of the instance that answers. */
    address: text(),
    isLeading: flag(),
    leader: optional(text()),
    frameworkId: optional(text()),
  }),
  master: answer({
    /** As this Marathon was told where masters are. */
    configured: text(),
    /** `host:port` of the one that leads; absent while none is heard. */
    leader: optional(text()),
    version: optional(text()),
    isConnected: flag(),
  }),
});
export type StoaInfoJson = JsonOf<typeof StoaInfoSchema>;
