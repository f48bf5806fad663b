import type { Route } from '../../api/context.ts';
import {
  acceptedEncodings,
  assetType,
  redirectToConsole,
  renderAsset,
  renderPage,
  type ConsoleAsset,
} from '../../api/stoa/console-page.ts';

/** What the routes of the console's files stand on. */
export interface ConsoleFiles {
  /** The page as it was built; undefined when it was not. */
  readonly page: () => Promise<string | undefined>;
  /** A file by its path below `assets/`, in the best of the given encodings. */
  readonly asset: (
    path: string,
    encodings: readonly ('br' | 'gzip')[],
  ) => Promise<ConsoleAsset | undefined>;
  /** Unguessable and new at each call. */
  readonly nonce: () => string;
}

/**
 * The console below `/ui/` (console.md §2.2, §6): every address answers the same page, so that any view
 * can be opened by its address; files below `/ui/assets/` never change under their name.
 */
export function consoleFileRoutes(files: ConsoleFiles): readonly Route[] {
  const page: Route['handle'] = async (request) =>
    renderPage(await files.page(), request, files.nonce());
  const row = (path: string, handle: Route['handle']): Route => {
    return { methods: ['GET'], path, jsonp: false, handle };
  };
  return [
    // The table matches this path with its slash and without.
    row('/ui', (request) => (request.path === '/ui' ? redirectToConsole() : page(request, {}))),
    row('/ui/*path', page),
    row('/ui/assets/*path', async ({ headers }, { path = '' }) => {
      const isServed = assetType(path) !== undefined;
      const encodings = acceptedEncodings(headers['accept-encoding']);
      return renderAsset(path, isServed ? await files.asset(path, encodings) : undefined);
    }),
  ];
}
