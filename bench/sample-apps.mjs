// The apps that rows submit.
import { TEST_IMAGE } from '../tools/machine/docker.mjs';

/** A plain command; small enough that a hundred fit on any machine. */
export const plainApp = (id, cmd, more = {}) => ({
  id,
  cmd,
  cpus: 0.01,
  mem: 8,
  taskKillGracePeriodSeconds: 0,
  instances: 1,
  ...more,
});

/** The same in a container of the test image on the host network. */
export const dockerApp = (id, cmd, more = {}) => ({
  ...plainApp(id, cmd, { mem: 32 }),
  networks: [{ mode: 'host' }],
  container: { type: 'DOCKER', docker: { image: TEST_IMAGE } },
  ...more,
});
