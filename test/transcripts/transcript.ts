import { resolveAppId, type ApiRequest, type AppChange } from '@stoa/marathon/core';
import { SimulatedCluster } from '../simulation/cluster.ts';

/** One command of a script and what is told until the next. */
export interface Passage {
  readonly command: string;
  readonly told: readonly string[];
}

/** What is told of at each level. */
const SHOWN: ReadonlySet<string> = new Set(['info', 'warn', 'error']);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Reads a script: comments, and passages of a command, a line of dashes, what is expected to be told,
 * and an empty line.
 */
export function parseTranscript(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  for (const block of text.split(/\n{2,}/)) {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const [command, dashes, ...told] = lines;
    if (command === undefined) continue;
    if (dashes !== '----') throw new Error(`no ---- after the command '${command}'`);
    passages.push({ command, told });
  }
  return passages;
}

/** The script with what was truly told. Comments stay where they are. */
export function renderTranscript(text: string, passages: readonly Passage[]): string {
  const rest = [...passages];
  const blocks = text.trimEnd().split(/\n{2,}/);
  return `${blocks
    .map((block) => {
      const lines = block.split('\n');
      const comments = lines.filter((line) => line.startsWith('#'));
      if (comments.length === lines.length) return block;
      const passage = rest.shift();
      if (passage === undefined) return block;
      return [...comments, passage.command, '----', ...passage.told].join('\n');
    })
    .join('\n\n')}\n`;
}

/** Performs each command of a script in a calm cluster of the real kernels and notes what is told. */
export class Stage {
  readonly #names = new Map<string, string>();
  #cluster: SimulatedCluster | undefined;
  #told: string[] = [];
  #nowMs = 0;

  perform(command: string): Passage {
    this.#told = [];
    const [verb = '', ...words] = command.split(' ');
    this.#act(verb, words);
    return { command, told: this.#told };
  }

  #act(verb: string, words: readonly string[]): void {
    const [subject = '', ...rest] = words;
    switch (verb) {
      case 'start':
        this.#start(Number(subject));
        return;
      case 'run':
        this.#run(Number(/^(\d+)s$/.exec(subject)?.[1]) * 1000);
        return;
      case 'create':
        this.#change({ kind: 'create', id: resolveAppId(subject), json: json(rest) });
        return;
      case 'update':
        this.#change({
          kind: 'update',
          id: resolveAppId(subject),
          json: json(rest),
          mayCreate: false,
        });
        return;
      case 'restart':
        this.#ask({ kind: 'restartApp', id: resolveAppId(subject), force: rest.includes('force') });
        return;
      case 'delete':
        this.#ask({ kind: 'deleteApp', id: resolveAppId(subject), force: false });
        return;
      case 'exit':
        this.#exit(subject, Number(rest[0]));
        return;
      case 'crash':
        this.#machine(subject).process.crash();
        return;
      case 'revive':
        this.#machine(subject).process.start();
        return;
      case 'partition':
        this.#theCluster().network.partition('master', subject);
        return;
      case 'heal':
        this.#theCluster().network.heal('master', subject);
        return;
      default:
        throw new Error(`no command is called '${verb}'`);
    }
  }

  #start(agents: number): void {
    const resources = 'cpus:4;mem:4096;disk:10000;ports:[31000-32000]';
    const cluster = new SimulatedCluster({ seed: 1, agents, resources });
    cluster.simulator.onTrace = (who, level, event, words) => {
      if (SHOWN.has(level)) this.#told.push(this.#rename(`${who} ${event} ${words}`).trimEnd());
    };
    this.#cluster = cluster;
    cluster.start();
    this.#run(3_000);
  }

  #run(ms: number): void {
    this.#nowMs += ms;
    this.#theCluster().simulator.runUntil(this.#nowMs);
  }

  #change(change: AppChange): void {
    this.#ask({ kind: 'changeApps', changes: [change], force: false, source: undefined });
  }

  #ask(request: ApiRequest): void {
    this.#theCluster().marathon.request(request, (outcome) => {
      const fault = outcome?.kind === 'refused' ? ` ${outcome.fault.kind}` : '';
      this.#told.push(`answer ${outcome?.kind ?? 'none'}${fault}`);
    });
    this.#run(1_000);
  }

  /** The oldest task of an app ends by itself. */
  #exit(app: string, code: number): void {
    const cluster = this.#theCluster();
    const [task] = cluster.marathon.kernel?.view.tasksOf(resolveAppId(app)) ?? [];
    for (const [key, { agent, containerId }] of cluster.ledger.running) {
      if (task === undefined || !key.endsWith(task.id)) continue;
      cluster.agents.find(({ name }) => name === agent)?.containers.kill(containerId, code);
    }
    this.#run(1_000);
  }

  #machine(name: string): { readonly process: { start(): void; crash(): void } } {
    const { master, marathon, agents } = this.#theCluster();
    const found = [master, marathon, ...agents].find((machine) => machine.name === name);
    if (found === undefined) throw new Error(`nothing is called '${name}'`);
    return found;
  }

  #theCluster(): SimulatedCluster {
    if (this.#cluster === undefined) throw new Error('the first command is `start`');
    return this.#cluster;
  }

  /** Ids are drawn: in the order in which they come they get names that a reader can follow. */
  #rename(line: string): string {
    return line.replace(UUID, (uuid) => {
      const name = this.#names.get(uuid) ?? `#${this.#names.size + 1}`;
      this.#names.set(uuid, name);
      return name;
    });
  }
}

function json(words: readonly string[]): never {
  return JSON.parse(words.join(' ')) as never;
}
