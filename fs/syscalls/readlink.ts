/**
 * readlink(path, buffer, lengthBytes), readlinkat(directoryFd, path, …): where a symbolic link leads.   readlink(2)
 *
 *     buffer   the target's bytes, without a zero at the end; as many as fit. The result is how many.
 *
 *  Errors, first match wins (fs/stat.c: do_readlinkat):
 *    EINVAL  lengthBytes is not positive
 *    …       the path's (path_lookup.ts)
 *    EINVAL  no symbolic link (ENOENT: readlinkat of an empty path, whose descriptor is none)
 *    EFAULT  the buffer cannot be written
 */

import {
  defineCall,
  EFAULT,
  EINVAL,
  ENOENT,
  text,
  touchAccessed,
  type Transaction,
  writeUserBytes,
} from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import { isErrno, isSymlink } from "../names/node.ts";
import { AT, findNode } from "./path_lookup.ts";

/** readlink(2). */
export const readlink = defineCall("readlink", {
  id: 141,
  doc: "Tell where a symbolic link leads.",
  arguments: { path: text(), buffer: "address", lengthBytes: "size", outside: "none" },
  decide: (tx, request) => readLink(tx, { directoryFd: AT.FDCWD, ...request }),
});

/** readlinkat(2). */
export const readlinkat = defineCall("readlinkat", {
  id: 154,
  doc: "Tell where a symbolic link relative to a directory leads.",
  arguments: { directoryFd: "fd", path: text(), buffer: "address", lengthBytes: "size", outside: "none" },
  decide: (tx, request) => readLink(tx, request),
});

interface ReadlinkRequest {
  readonly directoryFd: number;
  readonly path: string;
  readonly buffer: number;
  readonly lengthBytes: number;
  readonly outside: number;
}

function readLink(tx: Transaction, request: ReadlinkRequest): number {
  const { directoryFd, path, buffer, lengthBytes, outside } = request;
  if (lengthBytes <= 0) return -EINVAL;
  const allowsEmpty = path === "" && directoryFd !== AT.FDCWD;
  const node = findNode(tx, { directoryFd, path, follow: false, allowsEmpty });
  if (isErrno(node)) return node;
  if (!isSymlink(tx.state, node)) return allowsEmpty ? -ENOENT : -EINVAL;
  const target = typeof node === "number" ? namesOf(tx.state).linkTarget(node)! : node.target ?? "";
  const bytes = new TextEncoder().encode(target).slice(0, lengthBytes);
  if (typeof node === "number") touchAccessed(tx, node);
  return outside !== 0 || writeUserBytes(tx, buffer, bytes) ? bytes.length : -EFAULT;
}
