/**
 * Furnishing a machine with files that exist from the start: what a recording opens and maps.
 */

import type { Machine, Transaction } from "@palimpsest/kernel";
import { namesOf } from "./names/names.ts";
import { resolvePath } from "./names/path.ts";

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
    return {};
  });
  return inode;
}

/** Makes a file exist within an open event; its inode. The path must not exist. */
export function makeFile(tx: Transaction, { path, ...making }: FurnishedFile): number {
  const inode = tx.state.counters.inode + 1;
  tx.emit({ kind: "inodeNew", inode, links: 1, name: path, ...making });
  const where = resolvePath(path);
  if (typeof where !== "number") {
    tx.emitForeign({ kind: "entryPut", directory: where.directory, name: where.name, inode });
  }
  return inode;
}

/** The inode that a path leads to, if it exists. */
export function inodeAt(machine: Machine, path: string): number | undefined {
  const where = resolvePath(path);
  return typeof where === "number"
    ? undefined
    : namesOf(machine.state).find(where.directory, where.name)?.inode;
}
