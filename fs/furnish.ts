/**
 * Furnishing a machine with files that exist from the start: what a recording opens and maps.
 */

import { FS_NONE, type Machine, type State, SUPERUSER, type Transaction } from "@palimpsest/kernel";
import { syncDisk } from "./disk/port.ts";
import { makeDirectory } from "./furnish_tree.ts";
import { rootDirectory, topOf } from "./names/mount.ts";
import { addName } from "./names/name_changes.ts";
import { namesOf } from "./names/names.ts";
import type { Node } from "./names/node.ts";
import { Walk } from "./names/walk.ts";
import { flatPlace } from "./names/flat_path.ts";

/** A file that exists. */
export interface FurnishedFile {
  /** Its path: the name it is found by, and the one /proc/PID/maps shows. */
  readonly path: string;
  /** FILE_* and FS_* of the kernel. */
  readonly fileKind: number;
  /** The file system that it is in. */
  readonly fileSystem: number;
  /** Its size, in bytes. */
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
  /** The content is not known (else it is all zeros). */
  readonly unknownStorage: boolean;
}

/** Makes a file exist, in an event of its own; its inode. A path that exists already keeps its file. */
export function furnishFile(machine: Machine, file: FurnishedFile): number {
  const existing = inodeAt(machine, file.path);
  if (existing !== undefined) return existing;
  let inode = 0;
  machine.run({ kind: "setup", process: 0, what: file.path }, (tx) => {
    inode = makeFile(tx, file);
    syncDisk(tx);
    return {};
  });
  return inode;
}

/**
 * Makes a file exist within an open event; its inode. The path must not exist, and is absolute. In a tree, the directories on
 * the way are made as needed, the superuser owns the file, and it is in the file system of its directory.
 */
export function makeFile(tx: Transaction, { path, ...making }: FurnishedFile): number {
  if (namesOf(tx.state).mounts.length > 0) return makeFileInTree(tx, path, making);
  const inode = tx.state.counters.inode + 1;
  tx.emit({ kind: "inodeNew", inode, links: 1, name: path, ...making });
  const where = flatPlace(path);
  if (typeof where !== "number") {
    tx.emitForeign({ kind: "entryPut", directory: where.directory, name: where.name, inode });
  }
  return inode;
}

function makeFileInTree(tx: Transaction, path: string, making: Omit<FurnishedFile, "path">): number {
  const names = namesOf(tx.state);
  const components = path.split("/").filter((component) => component !== "");
  const name = components.pop()!;
  let directory = rootDirectory(names);
  for (const component of components) {
    const entry = names.find(directory, component);
    directory = entry === undefined ? makeDirectory(tx, directory, component) : topOf(names, entry.inode);
  }
  const inode = tx.state.counters.inode + 1;
  const { fileSystem } = making.fileSystem === FS_NONE ? making : tx.state.inode(directory).making;
  tx.emit({ kind: "inodeNew", inode, links: 0, name: path, ...making, fileSystem });
  tx.emit({ kind: "inodeAttributes", inode, uid: 0, gid: 0, device: 0 });
  addName(tx, directory, name, inode);
  return inode;
}

/** The inode that a path leads to, if it exists, as the superuser finds it from the root. */
export function inodeAt(machine: Machine, path: string): number | undefined {
  const found = nodeAt(machine.state, path);
  return typeof found === "number" ? found : undefined;
}

/** The node that a path leads to in a state, if it exists, as the superuser finds it from the root. */
export function nodeAt(state: State, path: string): Node | undefined {
  const names = namesOf(state);
  if (names.mounts.length > 0) {
    const walk = new Walk(state, { pid: 0, credentials: SUPERUSER });
    const found = path === "" ? -1 : walk.to(walk.root, path, { follow: true });
    return typeof found === "number" && found <= 0 ? undefined : found;
  }
  const where = flatPlace(path);
  return typeof where === "number" ? undefined : names.find(where.directory, where.name)?.inode;
}
