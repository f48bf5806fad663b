import type { MultiStep } from '../../../packages/coordination/src/zookeeper/ensemble.ts';
import {
  ZooKeeperError,
  type ZooKeeperFault,
} from '../../../packages/coordination/src/zookeeper/zookeeper-error.ts';

/** A node as the servers hold it. */
export interface TreeNode {
  bytes: Buffer;
  version: number;
  /** The session that it goes with; undefined for a node that stays. */
  readonly owner: number | undefined;
  readonly children: Set<string>;
  /** The number of the next sequential child. */
  nextSequence: number;
}

/** Changed nodes, and nodes whose list of children changed: what watches are for. */
export interface TreeChange {
  readonly nodes: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
}

const SEQUENCE_DIGITS = 10;

/** The nodes of an ensemble: one value, whatever the number of servers that agree on it. */
export class NodeTree {
  readonly #nodes = new Map<string, TreeNode>([['/', emptyNode(Buffer.alloc(0), undefined)]]);

  get(path: string): TreeNode | undefined {
    return this.#nodes.get(path);
  }

  /** Rejects with `noNode` by throwing. */
  demand(path: string, what: string): TreeNode {
    return this.#nodes.get(path) ?? refuse(`${what} ${path}`, 'noNode');
  }

  /** Every path below one. */
  *below(path: string): Iterable<readonly [string, TreeNode]> {
    for (const entry of this.#nodes) if (entry[0].startsWith(`${path}/`)) yield entry;
  }

  /** Makes a node, with a number behind its name where `isSequential`; gives its path. */
  create(
    path: string,
    bytes: Buffer,
    kind: { readonly owner: number | undefined; readonly isSequential: boolean },
  ): { readonly path: string; readonly change: TreeChange } {
    const parent = this.demand(parentOf(path), `create ${path} in`);
    if (parent.owner !== undefined) refuse(`create ${path}`, 'ephemeralParent');
    const number = String(parent.nextSequence).padStart(SEQUENCE_DIGITS, '0');
    const full = kind.isSequential ? path + number : path;
    if (this.#nodes.has(full)) refuse(`create ${full}`, 'nodeExists');
    parent.nextSequence += 1;
    parent.children.add(nameOf(full));
    this.#nodes.set(full, emptyNode(bytes, kind.owner));
    return { path: full, change: changeOf([full], [parentOf(full)]) };
  }

  /** Removes a node. */
  remove(path: string): TreeChange {
    const node = this.demand(path, 'remove');
    if (node.children.size > 0) refuse(`remove ${path}`, 'notEmpty');
    this.#nodes.delete(path);
    this.#nodes.get(parentOf(path))?.children.delete(nameOf(path));
    return changeOf([path], [parentOf(path), path]);
  }

  /** All steps, or none and the fault of the first that cannot be done. */
  multi(steps: readonly MultiStep[]): TreeChange {
    this.#checkSteps(steps);
    const nodes: string[] = [];
    const lists: string[] = [];
    for (const step of steps) {
      if (step.kind === 'exists' || step.kind === 'check') continue;
      if (step.kind === 'set') {
        const node = this.demand(step.path, 'set');
        node.bytes = step.bytes;
        node.version += 1;
        nodes.push(step.path);
        continue;
      }
      const change =
        step.kind === 'remove'
          ? this.remove(step.path)
          : this.create(step.path, step.bytes, { owner: undefined, isSequential: false }).change;
      nodes.push(...change.nodes);
      lists.push(...change.lists);
    }
    return changeOf(nodes, lists);
  }

  /** Removes all that goes with a session. */
  removeOwnedBy(session: number): TreeChange {
    const nodes: string[] = [];
    const lists: string[] = [];
    const owned = [...this.#nodes].filter(([, { owner }]) => owner === session);
    for (const [path] of owned) {
      const change = this.remove(path);
      nodes.push(...change.nodes);
      lists.push(...change.lists);
    }
    return changeOf(nodes, lists);
  }

  #checkSteps(steps: readonly MultiStep[]): void {
    const made = new Map<string, boolean>();
    for (const step of steps) {
      const isThere = made.get(step.path) ?? this.#nodes.has(step.path);
      const what = `${step.kind} ${step.path}`;
      if (step.kind === 'create') {
        if (isThere) refuse(what, 'nodeExists');
        if (!this.#nodes.has(parentOf(step.path))) refuse(what, 'noNode');
        made.set(step.path, true);
        continue;
      }
      if (!isThere) refuse(what, 'noNode');
      if (step.kind === 'check' && this.#nodes.get(step.path)?.version !== step.version) {
        refuse(what, 'badVersion');
      }
      if (step.kind === 'remove') made.set(step.path, false);
    }
  }
}

function emptyNode(bytes: Buffer, owner: number | undefined): TreeNode {
  return { bytes, version: 0, owner, children: new Set(), nextSequence: 0 };
}

function changeOf(nodes: readonly string[], lists: readonly string[]): TreeChange {
  return { nodes: new Set(nodes), lists: new Set(lists) };
}

function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at === 0 ? '/' : path.slice(0, at);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function refuse(what: string, fault: ZooKeeperFault): never {
  throw new ZooKeeperError(what, fault);
}
