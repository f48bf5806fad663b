import type { Timestamp } from '@stoa/common';
import type { AppJson, AppUpdateJson } from '@stoa/proto/marathon';
import type { AppId } from './app-id.ts';

/**
 * One wish about one app, as data: what it means is decided when its turn comes, against the app as
 * it is then, so that two requests at once lose nothing of each other.
 */
export type AppChange =
  /** Refused when the app exists (`POST /v2/apps`). */
  | { readonly kind: 'create'; readonly id: AppId; readonly json: AppJson }
  /** Everything anew, nothing kept but service ports (`PUT ?partialUpdate=false`). */
  | { readonly kind: 'replace'; readonly id: AppId; readonly json: AppUpdateJson }
  /** Members that are given replace the stored ones (`PUT`; `PATCH` creates nothing). */
  | {
      readonly kind: 'update';
      readonly id: AppId;
      readonly json: AppUpdateJson;
      readonly mayCreate: boolean;
    }
  /** Back to a stored version (`PUT {"version": …}`). */
  | { readonly kind: 'rollback'; readonly id: AppId; readonly version: Timestamp };

/** One rule that a definition breaks; the path is that of the answer: `/container/volumes(0)/mode`. */
export interface ModelFault {
  readonly path: string;
  readonly message: string;
}
