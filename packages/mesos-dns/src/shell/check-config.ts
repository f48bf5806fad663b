import { decodeWith } from '@stoa/runtime/schemas';
import type { CheckConfig } from '../core/index.ts';
import { config } from '../generated/config-validator.js';

/** The check of a configuration, generated from its schema. */
export const checkConfig: CheckConfig = decodeWith(config);
