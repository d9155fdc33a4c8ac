/**
 * Where calls begin: the node or the parent that a path, seen from a descriptor, leads to (fs/namei.c: path_init,
 * filename_lookup, filename_parentat).
 *
 *      absolute path           from the root; the descriptor is not looked at
 *      AT_FDCWD                from the working directory
 *      a descriptor            from the directory that it names
 *
 *  Errors, first match wins:
 *    ENOENT        an empty path, unless AT_EMPTY_PATH is given;  ENAMETOOLONG: 4096 bytes and more
 *    EBADF         a relative path, and the descriptor is not open · ENOTDIR: it names no directory
 *    …             the walk's own (names/walk.ts)
 *    ENOSYS        the machine's names are flat
 */

import {
  anyFileAt,
  EBADF,
  ENOENT,
  ENOSYS,
  ENOTDIR,
  FILE_DIRECTORY,
  type State,
  type Transaction,
} from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import { isErrno, type Node, nodeOfInode } from "../names/node.ts";
import { pathProblem } from "../names/path_text.ts";
import type { Subject } from "../names/permission.ts";
import { type Parent, Walk } from "../names/walk.ts";

/** Flags and descriptors of the calls whose names end in "at", by their Linux values. */
export const AT = {
  FDCWD: -100,
  SYMLINK_NOFOLLOW: 0x100,
  REMOVEDIR: 0x200,
  EACCESS: 0x200,
  SYMLINK_FOLLOW: 0x400,
  NO_AUTOMOUNT: 0x800,
  EMPTY_PATH: 0x1000,
} as const;

/** What to look up. */
export interface PathRequest {
  /** Where relative paths start: a descriptor, or AT_FDCWD. */
  readonly directoryFd: number;
  /** The path. */
  readonly path: string;
  /** Whether a link at its end is followed. Default: yes. */
  readonly follow?: boolean;
  /** An empty path stands for the descriptor itself (AT_EMPTY_PATH). Default: no. */
  readonly allowsEmpty?: boolean;
  /** On whose behalf. Default: whom the process acts for. */
  readonly subject?: Subject;
}

/** Two paths, each relative to a directory: what link(2) and rename(2) are asked for. */
export interface TwoPaths {
  /** The descriptor that the old path is relative to, or AT_FDCWD. */
  readonly oldFd: number;
  /** The name that is there. */
  readonly oldPath: string;
  /** The descriptor that the new path is relative to, or AT_FDCWD. */
  readonly newFd: number;
  /** The name that is to be. */
  readonly newPath: string;
  /** The call's flags. */
  readonly flags: number;
}

/** A parent, and the walk that found it. */
export interface FoundParent extends Parent {
  /** To look the last component up. */
  readonly walk: Walk;
}

/** Whether the names of a machine are flat: it has no directories. */
export function isFlat(state: State): boolean {
  return namesOf(state).mounts.length === 0;
}

/** The node that a path leads to, or a negated errno. */
export function findNode(tx: Transaction, request: PathRequest): Node | number {
  const { path, follow = true, allowsEmpty = false, subject } = request;
  if (allowsEmpty && path === "") return startNode(tx, request, false);
  const problem = pathProblem(path);
  if (problem !== 0) return problem;
  const start = startNode(tx, request, true);
  return isErrno(start) ? start : new Walk(tx.state, tx.process, subject).to(start, path, { follow });
}

/** The directory that holds the last component of a path, or a negated errno. */
export function findParent(tx: Transaction, request: PathRequest): FoundParent | number {
  const problem = pathProblem(request.path);
  if (problem !== 0) return problem;
  const start = startNode(tx, request, true);
  if (isErrno(start)) return start;
  const walk = new Walk(tx.state, tx.process);
  const parent = walk.toParent(start, request.path);
  return typeof parent === "number" ? parent : { ...parent, walk };
}

function startNode(
  tx: Transaction,
  { directoryFd, path }: PathRequest,
  mustBeDirectory: boolean,
): Node | number {
  if (isFlat(tx.state)) return -ENOSYS;
  if (path.startsWith("/")) return new Walk(tx.state, tx.process).root;
  if (directoryFd === AT.FDCWD) return workingDirectory(tx);
  const file = anyFileAt(tx, directoryFd);
  if (file === undefined) return -EBADF;
  const { fileKind } = tx.state.inode(file.inode).making;
  if (mustBeDirectory && fileKind !== FILE_DIRECTORY) return -ENOTDIR;
  return nodeOfInode(tx.state, file.inode) ?? -ENOENT;
}

/** The working directory of the acting process. */
export function workingDirectory(tx: Transaction): Node {
  const { workingDirectory: inode } = tx.process.place;
  const { root } = new Walk(tx.state, tx.process);
  return inode === 0 ? root : nodeOfInode(tx.state, inode) ?? root;
}
