import { request } from 'node:http';

const PING_DEADLINE_MS = 3_000;

/** The socket of the Docker Engine to use: the flag, `DOCKER_HOST` when it names one, the default. */
export function dockerSocket(flag: string | undefined, dockerHost: string | undefined): string {
  if (flag !== undefined) return flag;
  if (dockerHost?.startsWith('unix://') === true) return dockerHost.slice('unix://'.length);
  return '/var/run/docker.sock';
}

/** Whether a Docker Engine answers there. */
export function isDockerThere(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: PING_DEADLINE_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    // Not there, not allowed, not answering: for us all the same.
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
