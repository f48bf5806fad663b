import { assert } from '@stoa/common';
import { addAmounts, type Amounts, type Portion } from './amounts.ts';

/** The name of the child that holds the allocation of a role which also has roles below it. */
export const OWN_CHILD = '.';

/**
 * A node of the tree that a sorter sorts: a client (a leaf) or what clients have in common (inner).
 * The fields are the sorter's to change; nobody else sees a node.
 */
export class TreeNode {
  readonly path: string;
  readonly name: string;
  readonly parent: TreeNode | undefined;
  /** The client whose leaf this is; undefined for inner nodes. */
  client: string | undefined;
  active = false;
  weight = 1;
  /** How often something was booked here or below; breaks ties between equal shares. */
  count = 0;
  share = 0;
  readonly held = new Map<string, number>();
  readonly children = new Map<string, TreeNode>();
  /** The children that take part in the order: inner nodes, and leaves while active. */
  readonly ordered: TreeNode[] = [];
  /** Children whose share changed since `ordered` was last put right. */
  readonly moved = new Set<TreeNode>();
  /** The version of the totals that the shares of the children were reckoned with; 0 is never. */
  orderedAt = 0;
  #shared: Map<string, number> | undefined;

  constructor(name: string, parent: TreeNode | undefined) {
    this.name = name;
    this.parent = parent;
    this.path =
      parent === undefined || parent.parent === undefined ? name : `${parent.path}/${name}`;
  }

  get isInOrder(): boolean {
    return this.client === undefined || this.active;
  }

  hold(agentId: string, portion: Portion): void {
    addAmounts(this.held, portion.amounts, 1);
    for (const part of portion.shared) this.#holdShared(agentId + part.key, part.amounts);
  }

  release(agentId: string, portion: Portion): void {
    addAmounts(this.held, portion.amounts, -1);
    for (const part of portion.shared) this.#releaseShared(agentId + part.key, part.amounts);
  }

  /** Takes over what another node holds, as a leaf does from the node it is split from. */
  copyFrom(other: TreeNode): void {
    for (const [name, count] of other.held) this.held.set(name, count);
    this.count = other.count;
    this.active = other.active;
    this.client = other.client;
    if (other.#shared !== undefined) this.#shared = new Map(other.#shared);
  }

  #holdShared(key: string, amounts: Amounts): void {
    this.#shared ??= new Map();
    const copies = this.#shared.get(key) ?? 0;
    this.#shared.set(key, copies + 1);
    if (copies === 0) addAmounts(this.held, amounts, 1);
  }

  #releaseShared(key: string, amounts: Amounts): void {
    const copies = this.#shared?.get(key) ?? 0;
    if (copies > 1) this.#shared?.set(key, copies - 1);
    else if (this.#shared?.delete(key) === true) addAmounts(this.held, amounts, -1);
  }
}

/** The tree of paths: creates, splits and prunes nodes, and knows no shares. */
export class RoleTree {
  readonly root = new TreeNode('', undefined);
  readonly #leaves = new Map<string, TreeNode>();
  readonly #inner = new Map<string, TreeNode>();

  leaf(client: string): TreeNode | undefined {
    return this.#leaves.get(client);
  }

  /** The inner node or the leaf that stands for a path among its siblings. */
  node(path: string): TreeNode | undefined {
    return this.#inner.get(path) ?? this.#leaves.get(path);
  }

  clients(): IterableIterator<string> {
    return this.#leaves.keys();
  }

  add(client: string): TreeNode {
    assert(!this.#leaves.has(client), `client is already in the tree: ${client}`);
    const components = client.split('/');
    let parent = this.root;
    for (const name of components.slice(0, -1)) parent = this.#innerChild(parent, name);
    const name = components.at(-1) ?? client;
    const existing = parent.children.get(name);
    const leaf =
      existing === undefined ? this.#child(parent, name) : this.#child(existing, OWN_CHILD);
    leaf.client = client;
    this.#leaves.set(client, leaf);
    return leaf;
  }

  remove(client: string): void {
    const leaf = this.#leaves.get(client);
    if (leaf === undefined) return;
    this.#leaves.delete(client);
    this.#prune(leaf);
  }

  #innerChild(parent: TreeNode, name: string): TreeNode {
    const child = parent.children.get(name) ?? this.#child(parent, name);
    if (child.client !== undefined) {
      const own = this.#child(child, OWN_CHILD);
      own.copyFrom(child);
      this.#leaves.set(child.client, own);
      child.client = undefined;
      parent.orderedAt = 0;
    }
    this.#inner.set(child.path, child);
    return child;
  }

  #child(parent: TreeNode, name: string): TreeNode {
    const child = new TreeNode(name, parent);
    parent.children.set(name, child);
    parent.orderedAt = 0;
    return child;
  }

  #prune(leaf: TreeNode): void {
    let node = leaf;
    while (node.parent !== undefined && node.children.size === 0) {
      const { parent } = node;
      parent.children.delete(node.name);
      parent.moved.delete(node);
      parent.orderedAt = 0;
      this.#inner.delete(node.path);
      node = parent;
    }
    const own = node.children.get(OWN_CHILD);
    if (own !== undefined && node.children.size === 1) this.#collapse(node, own);
  }

  /** A role whose last child went is a leaf again. */
  #collapse(node: TreeNode, own: TreeNode): void {
    if (own.client === undefined) return;
    this.#inner.delete(node.path);
    this.#leaves.set(own.client, node);
    node.client = own.client;
    node.active = own.active;
    node.children.clear();
    node.ordered.length = 0;
    node.moved.clear();
    if (node.parent !== undefined) node.parent.orderedAt = 0;
  }
}
