import {
  basicAuthenticator,
  createSameOriginPolicy,
  loadCredentials,
  startHttpServer,
  StartupError,
  validateBinding,
} from '@stoa/runtime';
import type { Authenticate, HttpListener, Log } from '@stoa/runtime';
import { realmOf, type AuthenticationSwitches } from '../api/realms.ts';
import type { MasterFlags } from '../flags.ts';
import type { MasterHttp } from './master-http.ts';

/** Opens the listener behind the wall; throws `StartupError` for what an operator can mend. */
export async function startListener(options: {
  readonly flags: MasterFlags;
  readonly log: Log;
  readonly http: MasterHttp;
}): Promise<HttpListener> {
  const { flags, log, http } = options;
  const on: AuthenticationSwitches = {
    frameworks: flags.authenticate_http_frameworks,
    agents: flags.authenticate_agents,
    readonly: flags.authenticate_http_readonly,
    readwrite: flags.authenticate_http_readwrite,
  };
  refuseOpenBinding(flags, on);
  const authenticate = await createAuthenticate(flags, on);
  return startHttpServer({
    ip: flags.ip,
    port: flags.port,
    daemon: 'master',
    hotRoutes: http.hotRoutes(),
    mount: (app) => http.mount(app),
    sameOrigin: createSameOriginPolicy(flags.hostname, flags),
    ...(authenticate === undefined ? {} : { authenticate }),
    onError: (error) => log.fatal('http.failed', error),
  });
}

const SWITCH_FLAGS: Readonly<Record<keyof AuthenticationSwitches, string>> = {
  frameworks: '--authenticate_http_frameworks',
  agents: '--authenticate_agents',
  readonly: '--authenticate_http_readonly',
  readwrite: '--authenticate_http_readwrite',
};

/** Beyond loopback every door is guarded, or the operator says aloud that none has to be. */
function refuseOpenBinding(flags: MasterFlags, on: AuthenticationSwitches): void {
  const open = missingSwitches(on);
  const fault = validateBinding(flags.ip, flags.insecure, open.length === 0);
  if (fault !== undefined) throw new StartupError(`${fault} (missing: ${open.join(', ')})`);
}

function missingSwitches(on: AuthenticationSwitches): readonly string[] {
  const missing: string[] = [];
  if (!on.frameworks) missing.push(SWITCH_FLAGS.frameworks);
  if (!on.agents) missing.push(SWITCH_FLAGS.agents);
  if (!on.readonly) missing.push(SWITCH_FLAGS.readonly);
  if (!on.readwrite) missing.push(SWITCH_FLAGS.readwrite);
  return missing;
}

async function createAuthenticate(
  flags: MasterFlags,
  on: AuthenticationSwitches,
): Promise<Authenticate | undefined> {
  if (!on.frameworks && !on.agents && !on.readonly && !on.readwrite) return undefined;
  if (flags.credentials === undefined) {
    throw new StartupError('authentication is on: name the file of credentials with --credentials');
  }
  const credentials = await loadCredentials(flags.credentials);
  return basicAuthenticator({ credentials, realmOf: (_method, path) => realmOf(path, on) });
}
