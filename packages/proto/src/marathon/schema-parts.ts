// What several schemas share. Every pattern takes linear time: no two ways to read the same text.
import {
  object,
  text,
  integer,
  number,
  listOf,
  schemaOf,
  mapOf,
  type ObjectSchema,
  type Schema,
} from './schema-types.ts';

/** Largest whole number of the API: Marathon's integers have 32 bits. */
export const INTEGER_MAX = 2_147_483_647;

/** Largest amount of a resource; beyond it sums in thousandths would no longer be exact. */
const AMOUNT_MAX = 1e9;

/** Longest id, path or name that is read; longer ones could name no task (255 bytes on the wire). */
const ID_LENGTH_MAX = 1024;

/** Most apps or tasks that one request may name: it is one deployment, and one write. */
export const BULK_MAX = 10_000;

const LABEL = '[a-z0-9]+(?:-+[a-z0-9]+)*';
const SEGMENT = `(?:\\.\\.|${LABEL}(?:\\.${LABEL})*)`;

/** A path id: segments of dotted lower-case labels, or `..` (marathon-app.md §2). */
export const pathId = text({
  minLength: 1,
  maxLength: ID_LENGTH_MAX,
  pattern: `^/*(?:${SEGMENT}(?:/+${SEGMENT})*/*)?$`,
});

/** Name of a port, unique within its app. */
export const portName = text({ pattern: `^${LABEL}$`, maxLength: ID_LENGTH_MAX });

/** Name of a network; an underscore may divide it, unlike other names. */
export const networkName = text({
  pattern: '^[a-z0-9]+(?:[-_]+[a-z0-9]+)*$',
  maxLength: 63,
});

/** A port number; 0 asks for one to be chosen. */
export const portNumber = integer({ minimum: 0, maximum: 65_535 });

/** A count or a number of seconds. */
export const whole = integer({ minimum: 0, maximum: INTEGER_MAX });

/** An amount of a resource. */
export function amount(minimum: number): Schema<number> {
  return number({ minimum, maximum: AMOUNT_MAX });
}

/** A text that says something. */
export const nonEmpty = text({ minLength: 1 });

/** A moment in ISO 8601; read and judged where its meaning is known. */
export const isoTime = text({ minLength: 1, maxLength: 64 });

/** A list in which repetitions collapse when it is read (marathon-app.md §1). */
export function setOf<T>(
  item: Schema<T>,
  limits: { readonly minItems?: number } = {},
): Schema<readonly T[]> {
  return listOf(item, { ...limits, [SET_KEYWORD]: true });
}

/** Marks a list as a set for `canonicaliseShape`; validators do not know it. */
export const SET_KEYWORD = 'stoaSet';

/** A text, or the name of a secret whose text is put in its place. */
export const textOrSecret = schemaOf<string | { readonly secret: string }>({
  type: ['string', 'object'],
  required: ['secret'],
  properties: { secret: { type: 'string', minLength: 1 } },
});

/** Free labels of an object. */
export const freeLabels = mapOf(text());

/** An object of an answer: no member beside these (clients.md §1.4: unknown keys break clients). */
export function answer<M extends Readonly<Record<string, unknown>>>(members: M): ObjectSchema<M> {
  return object(members, { additionalProperties: false });
}
