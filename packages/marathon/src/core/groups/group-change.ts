import type { Timestamp } from '@stoa/common';
import type { GroupUpdateJson } from '@stoa/proto/marathon';
import type { AppId } from '../apps/app-id.ts';

/** One wish about one group and all that is in it, judged when its turn comes. */
export type GroupChange =
  /** Refused when the group exists (`POST`). Groups around it that are missing are made, too. */
  | { readonly kind: 'create'; readonly id: AppId; readonly json: GroupUpdateJson }
  /** Lists that are given replace the stored ones, others stay (`PUT`). */
  | { readonly kind: 'update'; readonly id: AppId; readonly json: GroupUpdateJson }
  /** Every app in it gets that many times its instances, rounded up (`PUT {"scaleBy": …}`). */
  | { readonly kind: 'scale'; readonly id: AppId; readonly factor: number }
  /** Back to what it was at a version of the root (`PUT {"version": …}`). */
  | { readonly kind: 'rollback'; readonly id: AppId; readonly version: Timestamp }
  /** Ends it with everything in it; the root stays and is empty (`DELETE`). */
  | { readonly kind: 'delete'; readonly id: AppId }
  /** Whether a top-level group hands its name down as role (`PATCH`). */
  | { readonly kind: 'enforceRole'; readonly id: AppId; readonly enforceRole: boolean };
