import type { AppSpec } from '../app.ts';
import type { Faults } from './faults.ts';
import { requireFeature } from './features.ts';
import type { AppSettings } from '../settings.ts';

/** The rules of secrets and what refers to them (marathon-app.md §3). */
export function validateSecrets(spec: AppSpec, settings: AppSettings, faults: Faults): void {
  const { secrets, container } = spec;
  if (Object.keys(secrets).length > 0) requireFeature('secrets', settings, faults, '/secrets');
  validateEnvironment(spec, settings, faults);
  faults.each('/container/volumes', container?.volumes ?? [], (volume, part) => {
    part.require(
      volume.kind !== 'secret' || Object.hasOwn(secrets, volume.secret),
      '/secret',
      'volume.secret must refer to an existing secret',
    );
  });
  const pullConfig = container?.docker?.pullConfig;
  if (pullConfig === undefined) return;
  requireFeature('secrets', settings, faults, '/container/docker/pullConfig');
  faults.require(
    Object.hasOwn(secrets, pullConfig.secret),
    '/container/docker/pullConfig/secret',
    'pullConfig.secret must refer to an existing secret',
  );
}

function validateEnvironment(
  { env, secrets }: AppSpec,
  { features }: AppSettings,
  faults: Faults,
): void {
  const references = Object.entries(env).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [[name, value.secret] as const],
  );
  if (references.length === 0) return;
  faults.require(
    features.has('secrets'),
    '/env',
    'use of secret-references in the environment requires the secrets feature to be enabled',
  );
  for (const [name, secret] of references) {
    faults.require(
      Object.hasOwn(secrets, secret),
      `/env/${name}/secret`,
      'references an undefined secret',
    );
  }
}
