import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ADDRESS_FILE_BYTES_MAX } from './limits.ts';

/** An address that cannot be made out; for the operator. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
  readonly operatorFault = true;
}

/**
 * The address itself, or for `file:///path` what that file holds: so a password stays out of the list
 * of processes (mesos-http.md §7). Rejects with `AddressError`, which names the file.
 */
export async function readAddress(text: string): Promise<string> {
  if (!text.startsWith('file://')) return text;
  try {
    const content = await readFile(fileURLToPath(text), 'utf8');
    const address = content.trim();
    if (content.length > ADDRESS_FILE_BYTES_MAX || /\s/.test(address) || address === '') {
      throw new AddressError(
        `${text} does not hold one address: write zk://… or host:port into it`,
      );
    }
    return address;
  } catch (cause) {
    if (cause instanceof AddressError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AddressError(`cannot read the address in ${text}: ${reason}`, { cause });
  }
}
