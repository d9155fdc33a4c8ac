/**
 * What a path can lead to: an inode, or something that a file system only tells of (an entry of /proc) until it is opened.
 *
 *      node ── nodeFacts() ──▶ kind, mode, owner, file system
 */

import { FILE_DIRECTORY, FILE_SYMLINK, FS_TMPFS, type Inode, type State } from "@palimpsest/kernel";
import { kindOfFileSystem } from "./file_system_kind.ts";
import { namesOf } from "./names.ts";

/** An entry that a file system makes up from the state. */
export interface SyntheticNode {
  /** The file system that tells of it: FS_PROC. */
  readonly fileSystem: number;
  /** The mount that it is part of. */
  readonly mount: number;
  /** The number that stat(2) tells. */
  readonly number: number;
  /** Its whole path. */
  readonly path: string;
  /** The directory that it is in. */
  readonly parent: Node;
  /** What it is: FILE_* of the kernel. */
  readonly fileKind: number;
  /** Permission bits. */
  readonly mode: number;
  /** Who owns it. */
  readonly uid: number;
  /** The group that owns it. */
  readonly gid: number;
  /** Where a symbolic link leads, as text. */
  readonly target?: string;
  /** Where following the link leads, whatever the text says: an inode (a magic link). */
  readonly jump?: number;
}

/** An inode by its number, or a synthetic node. Functions that may fail give a negated errno instead. */
export type Node = number | SyntheticNode;

/** What permissions and kinds are decided from. */
export interface NodeFacts {
  /** FILE_* of the kernel. */
  readonly fileKind: number;
  /** FS_* of the kernel. */
  readonly fileSystem: number;
  /** Permission bits. */
  readonly mode: number;
  /** Who owns it. */
  readonly uid: number;
  /** The group that owns it. */
  readonly gid: number;
  /** Whether owner and times are kept; else capabilities do not count (kernel: inode_attributes.ts, IA2). */
  readonly isOwned: boolean;
}

/** Whether a result is a negated errno and no node. */
export function isErrno<T>(result: T | number): result is number {
  return typeof result === "number" && result < 0;
}

/** What is known of a node. */
export function nodeFacts(state: State, node: Node): NodeFacts {
  if (typeof node !== "number") return { ...node, isOwned: true };
  return inodeFacts(state.inode(node));
}

/** What is known of an inode. */
export function inodeFacts({ making, mode, attributes }: Inode): NodeFacts {
  const { fileKind, fileSystem } = making;
  const { uid, gid } = attributes ?? { uid: 0, gid: 0 };
  return { fileKind, fileSystem, mode, uid, gid, isOwned: attributes !== undefined };
}

/** Whether a node is a directory. */
export function isDirectory(state: State, node: Node): boolean {
  return fileKindOf(state, node) === FILE_DIRECTORY;
}

/** Whether a node is a symbolic link. */
export function isSymlink(state: State, node: Node): boolean {
  return fileKindOf(state, node) === FILE_SYMLINK;
}

/** FILE_* of a node. */
export function fileKindOf(state: State, node: Node): number {
  return typeof node === "number" ? state.inode(node).making.fileKind : node.fileKind;
}

/** The mount that a directory is part of, by number. */
export function mountOfDirectory(state: State, node: Node): number {
  return typeof node === "number" ? namesOf(state).directory(node)?.mount ?? 0 : node.mount;
}

/** The file system of what is made in a directory. */
export function fileSystemIn(state: State, directory: Node): number {
  return typeof directory === "number"
    ? state.inodes.get(directory)?.making.fileSystem ?? FS_TMPFS
    : directory.fileSystem;
}

/**
 * The node of an inode that is open or a working directory: of a synthetic directory, what is told of it now; undefined when
 * that is gone.
 */
export function nodeOfInode(state: State, inode: number): Node | undefined {
  const { making, name } = state.inode(inode);
  const { tree } = kindOfFileSystem(making.fileSystem);
  const isSynthetic = tree !== undefined && namesOf(state).directory(inode) === undefined;
  return isSynthetic && making.fileKind === FILE_DIRECTORY ? tree.nodeAt(state, name) : inode;
}
