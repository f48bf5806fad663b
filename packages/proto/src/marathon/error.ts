import { answer } from './schema-parts.ts';
import { text, optional, listOf, schemaOf, type JsonOf } from './schema-types.ts';

/** Everything wrong at one place: `/container/volumes(0)/mode`. */
export const FaultDetailSchema = answer({
  path: text(),
  errors: listOf(text()),
});
export type FaultDetailJson = JsonOf<typeof FaultDetailSchema>;

/** Every answer that is not a success (marathon-api.md §1.3). */
export const ErrorSchema = answer({
  message: text(),
  /** A list of faults, or the text of the parser. */
  details: optional(
    schemaOf<string | readonly FaultDetailJson[]>({
      type: ['string', 'array'],
      items: FaultDetailSchema,
    }),
  ),
  /** What locks an app. */
  deployments: optional(listOf(answer({ id: text() }))),
});
export type ErrorJson = JsonOf<typeof ErrorSchema>;
