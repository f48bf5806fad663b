import { decodeWith } from '@stoa/runtime/schemas';
import type { BodyChecks } from '../api/decoders.ts';
import * as validators from '../generated/body-validators.js';

/** The checks of bodies, generated from their schemas. */
export const bodyChecks: BodyChecks = {
  appUpdate: decodeWith(validators.appUpdate),
  appUpdateList: decodeWith(validators.appUpdateList),
  groupShell: decodeWith(validators.groupShell),
  groupPatch: decodeWith(validators.groupPatch),
  taskIds: decodeWith(validators.taskIds),
  logging: decodeWith(validators.logging),
};
