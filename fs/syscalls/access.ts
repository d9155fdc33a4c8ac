/**
 * faccessat(directoryFd, path, mode), faccessat2(directoryFd, path, mode, flags): whether the process's real user may do something with a
 * file.                                                                                                     access(2)
 *
 *     mode   0 does it exist?   4 read   2 write   1 execute, search
 *
 *  Errors, first match wins (fs/open.c: do_faccessat):
 *    EINVAL  other bits in mode; flags other than AT_EACCESS (ask for the effective user), AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
 *    …       the path's (path_lookup.ts), walked as the real user
 *    EACCES  it is not permitted
 */

import { type Credentials, defineCall, EINVAL, text, type Transaction } from "@palimpsest/kernel";
import { isErrno } from "../names/node.ts";
import { permission, type Subject, subjectOf } from "../names/permission.ts";
import { AT, findNode } from "./path_lookup.ts";

const KNOWN_FLAGS = AT.EACCESS | AT.SYMLINK_NOFOLLOW | AT.EMPTY_PATH;
const ALL_BITS = 7;

/** faccessat(2). */
export const faccessat = defineCall("faccessat", {
  id: 147,
  doc: "Ask whether a file may be used.",
  arguments: { directoryFd: "fd", path: text(), mode: "octal" },
  decide: (tx, { directoryFd, path, mode }) => mayAccess(tx, directoryFd, path, mode, 0),
});

/** faccessat2(2). */
export const faccessat2 = defineCall("faccessat2", {
  id: 159,
  doc: "Ask whether a file may be used, with flags.",
  arguments: { directoryFd: "fd", path: text(), mode: "octal", flags: "hex" },
  decide: (tx, { directoryFd, path, mode, flags }) => mayAccess(tx, directoryFd, path, mode, flags),
});

function mayAccess(tx: Transaction, directoryFd: number, path: string, mode: number, flags: number): number {
  if ((mode & ~ALL_BITS) !== 0 || (flags & ~KNOWN_FLAGS) !== 0) return -EINVAL;
  const { credentials } = tx.process;
  const subject = (flags & AT.EACCESS) !== 0 ? subjectOf(credentials) : realSubject(credentials);
  const node = findNode(tx, {
    directoryFd,
    path,
    follow: (flags & AT.SYMLINK_NOFOLLOW) === 0,
    allowsEmpty: (flags & AT.EMPTY_PATH) !== 0,
    subject,
  });
  if (isErrno(node)) return node;
  return mode === 0 ? 0 : permission(tx.state, subject, node, mode);
}

function realSubject({ uid, gid, groups }: Credentials): Subject {
  return { uid, gid, groups };
}
