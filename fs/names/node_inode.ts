/**
 * An inode for a node: what was only told of becomes one when it is opened, without names, and goes when it is closed.
 */

import type { Transaction } from "@palimpsest/kernel";
import type { Node } from "./node.ts";

/** The inode of a node, made as needed. */
export function nodeInode(tx: Transaction, node: Node): number {
  if (typeof node === "number") return node;
  const { fileKind, fileSystem, mode, path, uid, gid } = node;
  const inode = tx.state.counters.inode + 1;
  tx.emit({
    kind: "inodeNew",
    inode,
    fileKind,
    fileSystem,
    sizeBytes: 0,
    mode,
    links: 0,
    unknownStorage: false,
    name: path,
  });
  tx.emit({ kind: "inodeAttributes", inode, uid, gid, device: 0 });
  return inode;
}
