/**
 * Kinds of file systems: what the calls on names ask of whatever is mounted.
 *
 *      a kind with a `tree`       makes up directories and entries from the state (/proc)
 *
 *   FK1  A kind holds no state: what it keeps is in slices, changed by effects of its own.
 */

import { FS_DEVTMPFS, FS_EXT4, FS_PROC, FS_TMPFS, type State } from "@palimpsest/kernel";
import { procTree } from "../proc/proc_tree.ts";
import type { Node, SyntheticNode } from "./node.ts";

/** Directories that are made up. */
export interface SyntheticTree {
  /** What stands under a name, as process `pid` sees it; undefined: nothing. `directory` is the mount's root or a node of the tree. */
  lookup(state: State, directory: Node, name: string, pid: number): SyntheticNode | undefined;
  /** The names of a directory, in the order of listings. */
  list(state: State, directory: Node): readonly SyntheticNode[];
  /** What stands at a whole path now; undefined: nothing any more. */
  nodeAt(state: State, path: string): SyntheticNode | undefined;
}

/** One kind. */
export interface FileSystemKind {
  /** Its name in /proc/mounts. */
  readonly name: string;
  /** What statfs(2) calls it. */
  readonly magic: number;
  /** Directories that are made up, beside those that are kept. */
  readonly tree?: SyntheticTree;
}

const KINDS: Record<number, FileSystemKind> = {
  [FS_TMPFS]: { name: "tmpfs", magic: 0x01021994 },
  [FS_EXT4]: { name: "ext4", magic: 0xef53 },
  [FS_DEVTMPFS]: { name: "devtmpfs", magic: 0x01021994 },
  [FS_PROC]: { name: "proc", magic: 0x9fa0, tree: procTree },
};
const OTHER: FileSystemKind = { name: "none", magic: 0 };

/** The kind of a file system, by FS_* of the kernel. */
export function kindOfFileSystem(fileSystem: number): FileSystemKind {
  return KINDS[fileSystem] ?? OTHER;
}
