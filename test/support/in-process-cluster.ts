// A master, an agent and Marathon in this process, over real sockets, disks and tasks.
import { createLog } from '@stoa/runtime';
import { join } from 'node:path';
import { startAgent } from '../../packages/agent/src/index.ts';
import { startMarathon, type MarathonFlags } from '../../packages/marathon/src/index.ts';
import { startMaster } from '../../packages/master/src/index.ts';
import { endTasksBelow } from './proc.ts';
import { callJson, scratchDirectory, type Answer } from './stoa-process.ts';
import { until } from './until.ts';

const silent = createLog({ daemon: 'test', sink: () => undefined });

/** What a running cluster is reached by. */
export interface InProcessCluster {
  /** Marathon: `host:port`. */
  readonly marathon: string;
  /** The master: `host:port`. */
  readonly master: string;
  /** A call to Marathon; the body goes as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The first answer that is wanted. */
  when<T>(what: string, path: string, pick: (json: Answer['json']) => T | undefined): Promise<T>;
  /** Ends the tasks, then the daemons. */
  close(): Promise<void>;
}

/** Starts the three of them; the agent has four processors and runs plain commands, unless a Docker is named. */
export async function startCluster(
  flags: Partial<MarathonFlags> = {},
  dockerSocket = '/nonexistent/docker.sock',
): Promise<InProcessCluster> {
  const scratch = scratchDirectory();
  const below = (name: string): string => join(scratch.path, name);
  const master = await startMaster({ port: 0, work_dir: below('master') }, { log: silent });
  const agent = await startAgent(
    {
      master: [master.address],
      port: 0,
      work_dir: below('agent'),
      resources: 'cpus:4;mem:1024;disk:1024;ports:[31000-31100]',
      docker_socket: dockerSocket,
    },
    { log: silent },
  );
  const marathon = await startMarathon(
    {
      master: master.address,
      mesos_leader_ui_url: `http://${master.address}/`,
      http_port: 0,
      work_dir: below('marathon'),
      ...flags,
    },
    { log: silent },
  );
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    callJson(method, `http://${marathon.address}${path}`, body);
  return {
    marathon: marathon.address,
    master: master.address,
    call,
    when: (what, path, pick) =>
      until(what, async () => {
        const { json } = await call('GET', path);
        return pick(json);
      }),
    close: async () => {
      await marathon.close();
      await agent.close({ stopTasks: true });
      await master.close();
      endTasksBelow(scratch.path);
      scratch.remove();
    },
  };
}
