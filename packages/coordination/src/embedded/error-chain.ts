const DEPTH_MAX = 8;

/**
 * An error and its causes, outermost first. Told by shape: the library's errors are made by native
 * code and may belong to another realm than ours.
 */
export function errorChain(
  error: unknown,
): readonly { readonly code?: unknown; readonly message?: unknown }[] {
  const chain: { readonly code?: unknown; readonly message?: unknown }[] = [];
  let at: unknown = error;
  while (typeof at === 'object' && at !== null && chain.length < DEPTH_MAX) {
    chain.push(at);
    at = 'cause' in at ? at.cause : undefined;
  }
  return chain;
}
