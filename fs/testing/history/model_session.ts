/**
 * What the naive model of files knows while it executes a history: the tree, who acts and stands where, and what is open.
 */

import type { ModelFile } from "./model_files.ts";
import { type ModelEnd, ModelNode, type ModelUser, ModelWalk, refuse } from "./model_tree.ts";
import { numberOf, type Operation, SLOT_COUNT, textOf } from "./operation.ts";

const USERS: readonly ModelUser[] = [
  { uid: 0, groups: [0] },
  { uid: 1000, groups: [1000, 3000] },
  { uid: 1001, groups: [1001] },
];

/** See the head of this file. */
export class ModelSession {
  /** The root of everything. */
  protected readonly root = new ModelNode("d", 0o777, 0, 0, 0);
  /** The working directory. */
  protected directory = this.root;
  /** Who acts. */
  protected user = USERS[0];
  /** The umask. */
  protected mask = 0;
  /** What is open. */
  protected readonly slots = new Array<ModelFile | undefined>(SLOT_COUNT).fill(undefined);

  /** The tree that a history starts with. */
  constructor() {
    const point = this.add(this.root, "m", new ModelNode("d", 0o755, 0, 0, 0));
    const over = new ModelNode("d", 0o1777, 0, 0, 1);
    this.root.links = 3;
    over.links = 2;
    point.over = over;
    over.under = point;
  }

  /** as */
  become([who]: Operation): number {
    this.user = USERS[numberOf(who)];
    return 0;
  }

  /** The open file of a slot. */
  file(slot: string): ModelFile {
    return this.slots[numberOf(slot)] ?? refuse("EBADF");
  }

  /** The same, where a place is not enough. */
  used(slot: string): ModelFile {
    const file = this.file(slot);
    return file.isPath ? refuse("EBADF") : file;
  }

  /** Where a relative path starts. */
  protected start(slot: string, path: string): ModelNode {
    if (path === "") refuse("ENOENT");
    if (path.length > 4095) refuse("ENAMETOOLONG");
    if (path.startsWith("/") || numberOf(slot) < 0) return this.directory;
    const { node } = this.file(slot);
    return node.kind === "d" ? node : refuse("ENOTDIR");
  }

  /** The node that a path leads to. */
  find(slot: string, word: string, follow = true, user = this.user): ModelNode {
    const path = textOf(word);
    return new ModelWalk(this.root, user).find(this.start(slot, path), path, follow);
  }

  /** The node that a path, or an empty one with AT_EMPTY_PATH, leads to. */
  findWith(slot: string, word: string, flags: number, user = this.user): ModelNode {
    const isSelf = textOf(word) === "" && (flags & 0x1000) !== 0;
    if (isSelf) return numberOf(slot) < 0 ? this.directory : this.file(slot).node;
    return this.find(slot, word, (flags & 0x100) === 0, user);
  }

  /** The directory of the last component. */
  protected end(slot: string, word: string): ModelEnd {
    const path = textOf(word);
    return new ModelWalk(this.root, this.user).end(this.start(slot, path), path);
  }

  /** Whether the user may do what only an owner may. */
  protected owns(node: ModelNode): boolean {
    return this.user.uid === 0 || this.user.uid === node.uid;
  }

  /** Gives a node a name in a directory. */
  protected add(directory: ModelNode, name: string, node: ModelNode): ModelNode {
    directory.entries.set(name, node);
    node.links += node.kind === "d" ? 2 : 1;
    if (node.kind === "d") {
      node.parent = directory;
      directory.links++;
    }
    return node;
  }

  /** Where a new name goes; EEXIST when it is there. */
  protected fresh(end: ModelEnd, mayHaveSlash: boolean): ModelEnd {
    if (isSpecial(end.name)) refuse("EEXIST");
    if (end.directory.entry(end.name) !== undefined) refuse("EEXIST");
    if (end.hasSlash && !mayHaveSlash) refuse("ENOENT");
    end.directory.demand(this.user, 3);
    return end;
  }

  /** Makes something, with the group of a directory that hands it on. */
  make(kind: "d" | "f" | "l", { directory, name }: ModelEnd, mode: number, target = ""): ModelNode {
    const node = this.unnamed(kind, directory, kind === "l" ? mode : mode & ~this.mask, target);
    return this.add(directory, name, node);
  }

  /** Makes something without a name. */
  protected unnamed(kind: "d" | "f" | "l", directory: ModelNode, mode: number, target = ""): ModelNode {
    const { uid, groups } = this.user;
    const handsOn = (directory.mode & 0o2000) !== 0;
    const gid = handsOn ? directory.gid : uid;
    let bits = mode;
    if (handsOn && kind === "d") bits |= 0o2000;
    const isForeign = uid !== 0 && !groups.includes(gid);
    if (handsOn && kind === "f" && (mode & 0o2010) === 0o2010 && isForeign) bits &= ~0o2000;
    const node = new ModelNode(kind, bits, uid, gid, directory.mount, target);
    node.size = kind === "l" ? target.length : 0;
    return node;
  }

  /** Takes a name away. */
  protected remove({ directory, name }: ModelEnd): void {
    const node = directory.entries.get(name)!;
    directory.entries.delete(name);
    node.links -= node.kind === "d" ? 2 : 1;
    if (node.kind === "d") directory.links--;
  }

  /** Fails unless the user may take a name away. */
  protected mayDelete(directory: ModelNode, victim: ModelNode, wantsDirectory: boolean): void {
    directory.demand(this.user, 3);
    const isOwner = this.owns(victim) || this.owns(directory);
    if ((directory.mode & 0o1000) !== 0 && !isOwner) refuse("EPERM");
    if (wantsDirectory && victim.kind !== "d") refuse("ENOTDIR");
    if (!wantsDirectory && victim.kind === "d") refuse("EISDIR");
  }
}

/** Whether a last component is no name. */
export function isSpecial(name: string): boolean {
  return name === "" || name === "." || name === "..";
}
