import { decodeUtf8, encodeUtf8 } from '@stoa/common';

/** The form of stored records: lets a later version know what it reads. */
export const FORM = 1;

/** A record as it was read: nothing but its form is sure. */
export type StoredRecord = { readonly form: unknown } & Readonly<Record<string, unknown>>;

/** A record of its own members, marked with its form. */
export function encodeRecord(value: object): Uint8Array {
  // The mark is put before the text: a copy of each record for its sake would cost as much again.
  const members = JSON.stringify(value).slice(1);
  return encodeUtf8(`{"form":${FORM}${members === '}' ? '' : ','}${members}`);
}

/** What a stored value holds; undefined when it is no record. */
export function decodeRecord(value: Uint8Array): StoredRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(decodeUtf8(value));
    return isRecord(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(parsed: unknown): parsed is StoredRecord {
  return typeof parsed === 'object' && parsed !== null && 'form' in parsed;
}

/** A moment as part of a key: its length is fixed, so that versions lie in their order. */
export function versionKey(version: number): string {
  return String(version).padStart(15, '0');
}
