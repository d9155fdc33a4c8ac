/**
 * The naive model's operations on names: making, linking, removing, renaming.
 */

import { OpenModel } from "./model_open.ts";
import { isSpecial } from "./model_session.ts";
import { type ModelEnd, type ModelNode, refuse } from "./model_tree.ts";
import { numberOf, type Operation, textOf } from "./operation.ts";

const DIRECTORY_TYPE = 0o040000;
const TYPE_BITS = 0o170000;

/** Operations on names. */
export class NameModel extends OpenModel {
  /** mkdir */
  mkdir([start, path, mode]: Operation): number {
    this.make("d", this.fresh(this.end(start, path), true), numberOf(mode) & 0o1777);
    return 0;
  }

  /** mknod */
  mknod([start, path, mode]: Operation): number {
    if ((numberOf(mode) & TYPE_BITS) === DIRECTORY_TYPE) refuse("EPERM");
    this.make("f", this.fresh(this.end(start, path), false), numberOf(mode) & 0o7777);
    return 0;
  }

  /** symlink */
  symlink([target, start, path]: Operation): number {
    if (textOf(target) === "") refuse("ENOENT");
    if (target.length > 4095) refuse("ENAMETOOLONG");
    this.make("l", this.fresh(this.end(start, path), false), 0o777, target);
    return 0;
  }

  /** readlink */
  readlink([start, path, size]: Operation): string {
    if (numberOf(size) <= 0) refuse("EINVAL");
    const isSelf = textOf(path) === "" && numberOf(start) >= 0;
    const node = isSelf ? this.file(start).node : this.find(start, path, false);
    if (node.kind !== "l") refuse(isSelf ? "ENOENT" : "EINVAL");
    const text = node.target.slice(0, numberOf(size));
    return `${text.length} ${text}`;
  }

  /** rmdir and unlink with AT_REMOVEDIR */
  rmdir(start: string, path: string): number {
    const end = this.end(start, path);
    const special = { "": "EBUSY", ".": "EINVAL", "..": "ENOTEMPTY" }[end.name];
    if (special !== undefined) refuse(special);
    const node = end.directory.entry(end.name) ?? refuse("ENOENT");
    this.mayDelete(end.directory, node, true);
    if (node.over !== undefined) refuse("EBUSY");
    if (node.entries.size > 0) refuse("ENOTEMPTY");
    this.remove(end);
    return 0;
  }

  /** unlink */
  unlink([start, path, flags]: Operation): number {
    if (numberOf(flags) === 0x200) return this.rmdir(start, path);
    if (numberOf(flags) !== 0) refuse("EINVAL");
    const end = this.end(start, path);
    if (isSpecial(end.name)) refuse("EISDIR");
    const node = end.directory.entry(end.name) ?? refuse("ENOENT");
    if (end.hasSlash) refuse(node.kind === "d" ? "EISDIR" : "ENOTDIR");
    this.mayDelete(end.directory, node, false);
    this.remove(end);
    return 0;
  }

  /** link */
  link([oldStart, oldPath, start, path, flags]: Operation): number {
    const node = this.find(oldStart, oldPath, (numberOf(flags) & 0x400) !== 0);
    const end = this.end(start, path);
    if (isSpecial(end.name)) refuse("EEXIST");
    if (end.directory.entry(end.name) !== undefined) refuse("EEXIST");
    if (end.hasSlash) refuse("ENOENT");
    if (end.directory.mount !== node.mount) refuse("EXDEV");
    const isSafe = node.kind === "f" && (node.mode & 0o4000) === 0 && (node.mode & 0o2010) !== 0o2010 &&
      node.permits(this.user, 6);
    if (!this.owns(node) && !isSafe) refuse("EPERM");
    end.directory.demand(this.user, 3);
    if (node.kind === "d") refuse("EPERM");
    this.add(end.directory, end.name, node);
    return 0;
  }

  /** rename */
  rename([oldStart, oldPath, newStart, newPath, flagsWord]: Operation): number {
    const flags = numberOf(flagsWord);
    if (flags > 2) refuse("EINVAL");
    const isExchange = flags === 2;
    const from = this.end(oldStart, oldPath);
    const to = this.end(newStart, newPath);
    if (from.directory.mount !== to.directory.mount) refuse("EXDEV");
    if (isSpecial(from.name)) refuse("EBUSY");
    if (isSpecial(to.name)) refuse(flags === 1 ? "EEXIST" : "EBUSY");
    const old = from.directory.entry(from.name) ?? refuse("ENOENT");
    const other = to.directory.entry(to.name);
    if (flags === 1 && other !== undefined) refuse("EEXIST");
    if (isExchange && other === undefined) refuse("ENOENT");
    if (isExchange && to.hasSlash && other!.kind !== "d") refuse("ENOTDIR");
    if (old.kind !== "d" && (from.hasSlash || to.hasSlash && !isExchange)) refuse("ENOTDIR");
    if (from.directory !== to.directory) {
      if (isAbove(old, to.directory)) refuse("EINVAL");
      if (other !== undefined && isAbove(other, from.directory)) refuse(isExchange ? "EINVAL" : "ENOTEMPTY");
    }
    if (old === other) return 0;
    this.mayRename(from, to, old, other, isExchange);
    if (isExchange) this.exchange(from, to, old, other!);
    else this.move(from, to, old, other);
    return 0;
  }

  /** Fails unless the user may rename. */
  protected mayRename(
    from: ModelEnd,
    to: ModelEnd,
    old: ModelNode,
    other: ModelNode | undefined,
    isExchange: boolean,
  ) {
    this.mayDelete(from.directory, old, old.kind === "d");
    if (other === undefined) to.directory.demand(this.user, 3);
    else this.mayDelete(to.directory, other, (isExchange ? other : old).kind === "d");
    if (from.directory !== to.directory) {
      if (old.kind === "d") old.demand(this.user, 2);
      if (isExchange && other!.kind === "d") other!.demand(this.user, 2);
    }
    if (old.over !== undefined || other?.over !== undefined) refuse("EBUSY");
    if (!isExchange && other !== undefined && other.entries.size > 0) refuse("ENOTEMPTY");
  }

  /** Moves a name. */
  protected move(from: ModelEnd, to: ModelEnd, old: ModelNode, other: ModelNode | undefined): void {
    if (other !== undefined) this.remove(to);
    this.remove(from);
    this.add(to.directory, to.name, old);
  }

  /** Exchanges two names. */
  protected exchange(from: ModelEnd, to: ModelEnd, old: ModelNode, other: ModelNode): void {
    this.remove(from);
    this.remove(to);
    this.add(from.directory, from.name, other);
    this.add(to.directory, to.name, old);
  }
}

function isAbove(node: ModelNode, below: ModelNode): boolean {
  for (let at = below;; at = at.parent) {
    if (at === node) return true;
    if (at.parent === at) return false;
  }
}
