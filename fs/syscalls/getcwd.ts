/**
 * getcwd(buffer, lengthBytes): the path of the working directory, with its final zero; how many bytes.      getcwd(2)
 *
 *  Errors, first match wins (fs/d_path.c):
 *    ENOENT  the working directory was removed
 *    ERANGE  there is no room for the path
 *    EFAULT  the buffer cannot be written
 */

import { defineCall, EFAULT, ENOENT, ENOSYS, ERANGE, writeUserBytes } from "@palimpsest/kernel";
import { pathOfDirectory } from "../names/full_path.ts";
import { namesOf } from "../names/names.ts";
import { isFlat, workingDirectory } from "./path_lookup.ts";

/** getcwd(2). */
export const getcwd = defineCall("getcwd", {
  id: 170,
  doc: "Tell the path of the working directory.",
  arguments: { buffer: "address", lengthBytes: "size", outside: "none" },
  decide(tx, { buffer, lengthBytes, outside }) {
    if (isFlat(tx.state)) return -ENOSYS;
    const node = workingDirectory(tx);
    const isKept = typeof node === "number" && namesOf(tx.state).directory(node) !== undefined;
    if (isKept && tx.state.inode(node).links === 0) return -ENOENT;
    const path = typeof node !== "number"
      ? node.path
      : isKept
      ? pathOfDirectory(tx.state, node)
      : tx.state.inode(node).name;
    const bytes = new TextEncoder().encode(`${path}\0`);
    if (lengthBytes >= 0 && lengthBytes < bytes.length) return -ERANGE;
    return outside !== 0 || writeUserBytes(tx, buffer, bytes) ? bytes.length : -EFAULT;
  },
});
