import { join, relative } from 'node:path';
import {
  keepCodeReady,
  parseFlags,
  runDaemon,
  type Closeable,
  type DaemonContext,
} from '@stoa/runtime';
import { dockerSocket, isDockerThere } from './docker.ts';
import { upFlags } from './flags.ts';
import { renderGreeting } from './greeting.ts';
import { startLocalCluster } from './local-cluster.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs `stoa up`: brings up a local cluster, says where it is, stops it on Ctrl-C. */
export async function upMain(argv: readonly string[], env: Environment): Promise<void> {
  await runDaemon({
    daemon: 'stoa',
    start: (context) => up(argv, env, context),
    onReady: keepCodeReady,
  });
}

async function up(
  argv: readonly string[],
  env: Environment,
  context: DaemonContext,
): Promise<Closeable> {
  const flags = parseFlags(upFlags, argv, env);
  const socket = dockerSocket(flags.docker_socket, env['DOCKER_HOST']);
  const docker = isDockerThere(socket);
  const { signal, fail } = context;
  const cluster = await startLocalCluster(flags, { dockerSocket: socket, signal, fail });
  const { endpoints, workDir } = cluster;
  console.log(
    renderGreeting({
      endpoints,
      workDir: shorten(workDir),
      exampleApp: shorten(join(import.meta.dirname, '../../../../examples/apps/hello.json')),
      missingDockerSocket: (await docker) ? undefined : socket,
      stopsTasks: flags.stop_tasks,
    }),
  );
  return { close: () => cluster.close({ stopTasks: flags.stop_tasks }) };
}

/** A path as one would type it here: relative when that is inside, absolute otherwise. */
function shorten(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere !== '' && !fromHere.startsWith('..') ? fromHere : path;
}
