import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^journal-(\d{10})$/;
const UNFINISHED = /^journal-\d{10}\.new$/;

/** Where the journal of that number lies: each one that replaces another has the next number. */
export function journalPath(directory: string, number: number): string {
  return join(directory, `journal-${String(number).padStart(10, '0')}`);
}

/** The numbers of the journals there, the one that counts last, and what a crash left half made. */
export async function listJournals(
  directory: string,
): Promise<{ readonly numbers: readonly number[]; readonly unfinished: readonly string[] }> {
  const names = await readdir(directory);
  return {
    numbers: names
      .map((name) => NAME.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((left, right) => left - right),
    unfinished: names.filter((name) => UNFINISHED.test(name)).map((name) => join(directory, name)),
  };
}
