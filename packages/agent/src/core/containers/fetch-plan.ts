import type { CommandInfo, CommandInfo_URI } from '@stoa/proto';
import { err, ok } from '@stoa/common';
import type { Result } from '@stoa/common';

/** How a fetched file is unpacked. */
export type Extraction = 'none' | 'tar' | 'zip' | 'gzip';

/** One file to fetch into the sandbox. */
export interface FetchItem {
  readonly uri: string;
  readonly source:
    | { readonly kind: 'http'; readonly url: string }
    | { readonly kind: 'file'; readonly path: string };
  /** Relative to the sandbox. */
  readonly outputFile: string;
  readonly executable: boolean;
  readonly extraction: Extraction;
  /** Extraction was asked for, and the name is none of an archive. */
  readonly isCopiedInstead: boolean;
}

const TAR = /\.(tar|tgz|tar\.gz|tbz2|tar\.bz2|txz|tar\.xz)$/;

/** What must be fetched for a command, in order, or why it cannot be (mesos-endpoints.md §8). */
export function planFetch(
  command: CommandInfo,
  frameworksHome: string,
): Result<readonly FetchItem[], string> {
  const items: FetchItem[] = [];
  for (const uri of command.uris ?? []) {
    const item = planItem(uri, frameworksHome);
    if (!item.ok) return item;
    items.push(item.value);
  }
  return ok(items);
}

function planItem(uri: CommandInfo_URI, frameworksHome: string): Result<FetchItem, string> {
  const text = uri.value.trimStart();
  if (/[\\'\0]/.test(text)) return err('Could not fetch: Illegal characters in URI');
  const source = sourceOf(text, frameworksHome);
  if (!source.ok) return source;
  const name = outputName(text, uri.output_file);
  if (!name.ok) return name;
  const isExecutable = uri.executable === true;
  const wantsExtraction = !isExecutable && uri.extract !== false;
  const extraction = wantsExtraction ? extractionOf(name.value) : 'none';
  return ok({
    uri: text,
    source: source.value,
    outputFile: name.value,
    executable: isExecutable,
    extraction,
    isCopiedInstead: wantsExtraction && extraction === 'none',
  });
}

function sourceOf(text: string, frameworksHome: string): Result<FetchItem['source'], string> {
  if (/^https?:\/\//i.test(text)) return ok({ kind: 'http', url: text });
  if (text.startsWith('file://')) return fileSource(text.slice('file://'.length));
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (scheme !== null)
    return err(`Could not fetch: no client for ${scheme[1] ?? ''} URIs: ${text}`);
  if (text.startsWith('/')) return fileSource(text);
  if (frameworksHome === '')
    return err(`Could not fetch: relative path without frameworks_home: ${text}`);
  return ok({ kind: 'file', path: `${frameworksHome}/${text}` });
}

function fileSource(path: string): Result<FetchItem['source'], string> {
  if (!path.startsWith('/'))
    return err(`Could not fetch: file URI needs an absolute path: ${path}`);
  return ok({ kind: 'file', path });
}

function outputName(text: string, wanted: string | undefined): Result<string, string> {
  if (wanted !== undefined && wanted !== '') {
    if (wanted.startsWith('/') || wanted.split('/').includes('..')) {
      return err('Could not fetch: URI output file must be within the sandbox directory');
    }
    return ok(wanted);
  }
  const afterScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const isPlainPath = afterScheme === text;
  if (!isPlainPath && !afterScheme.includes('/')) {
    return err(`Could not fetch: Malformed URI (missing path): ${text}`);
  }
  // Everything after the last slash names the file, a query too.
  const name = afterScheme.slice(afterScheme.lastIndexOf('/') + 1);
  if (name === '' || name === '.' || name === '..') {
    return err(`Could not fetch: Malformed URI (missing path): ${text}`);
  }
  return ok(name);
}

function extractionOf(name: string): Extraction {
  if (TAR.test(name)) return 'tar';
  if (name.endsWith('.zip')) return 'zip';
  return name.endsWith('.gz') ? 'gzip' : 'none';
}
