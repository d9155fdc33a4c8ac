/**
 * execve(path, argv, envp): replace the process's program.                                              execve(2)
 *
 *     argv, envp ──▶ | pointer | … | 0 |    in the old image's memory; 0 for none
 *
 *  Errors, first match wins (fs/exec.c: do_execveat_common, bprm_execve; fs/binfmt_elf.c):
 *    …       the path's (path_lookup.ts); of a flat name ENOENT, ENAMETOOLONG
 *    EACCES  no regular file, or no right to execute it
 *    EFAULT  argv or envp cannot be read;  E2BIG
 *    ENOEXEC the file is no program
 *  On success nothing returns to the old program: mappings and handlers are gone, close-on-exec descriptors closed. A file with
 *  the set-user-ID or set-group-ID bit lets the process act for its owner or group from then on.
 */

import {
  defineCall,
  EACCES,
  ENOENT,
  execProgram,
  FILE_REGULAR,
  readStringArray,
  text,
  type Transaction,
} from "@palimpsest/kernel";
import { flatPlace } from "../names/flat_path.ts";
import { namesOf } from "../names/names.ts";
import { isErrno } from "../names/node.ts";
import { MAY_EXECUTE, permission, SET_GID_BIT, SET_UID_BIT, subjectOf } from "../names/permission.ts";
import { AT, findNode, isFlat } from "./path_lookup.ts";

const GROUP_EXECUTE = 0o010;

/** execve(2). */
export const execve = defineCall("execve", {
  id: 150,
  doc: "Replace the process's program by another.",
  arguments: { path: text(), argv: "address", envp: "address" },
  decide(tx, { path, argv, envp }) {
    const inode = isFlat(tx.state) ? flatInode(tx, path) : treeInode(tx, path);
    if (inode < 0) return inode;
    const { fileKind } = tx.state.inode(inode).making;
    const refused = permission(tx.state, subjectOf(tx.process.credentials), inode, MAY_EXECUTE);
    if (fileKind !== FILE_REGULAR || refused !== 0) return -EACCES;
    const environment = readStringArray(tx, envp);
    if (typeof environment === "number") return environment;
    const given = readStringArray(tx, argv);
    if (typeof given === "number") return given;
    // Since 5.18 a program has at least one argument, an empty one.
    const start = { path, argv: given.length > 0 ? given : [""], envp: environment };
    const result = execProgram(tx, inode, start);
    if (result === 0) actForOwner(tx, inode);
    return result;
  },
});

function flatInode(tx: Transaction, path: string): number {
  const where = flatPlace(path);
  if (typeof where === "number") return where;
  return namesOf(tx.state).find(where.directory, where.name)?.inode ?? -ENOENT;
}

function treeInode(tx: Transaction, path: string): number {
  const node = findNode(tx, { directoryFd: AT.FDCWD, path });
  if (isErrno(node)) return node;
  return typeof node === "number" ? node : -EACCES;
}

/** The set-user-ID and set-group-ID bits (bprm_fill_uid); the saved user and group follow the effective ones in any case. */
function actForOwner(tx: Transaction, inode: number): void {
  const { mode, attributes } = tx.state.inode(inode);
  if (attributes === undefined) return;
  const { credentials: before } = tx.process;
  const runsAsGroup = (mode & SET_GID_BIT) !== 0 && (mode & GROUP_EXECUTE) !== 0;
  const uid = (mode & SET_UID_BIT) !== 0 ? attributes.uid : before.effectiveUid;
  const gid = runsAsGroup ? attributes.gid : before.effectiveGid;
  const isSame = uid === before.effectiveUid && uid === before.savedUid && gid === before.effectiveGid &&
    gid === before.savedGid;
  if (isSame) return;
  const after = { ...before, effectiveUid: uid, savedUid: uid, effectiveGid: gid, savedGid: gid };
  tx.emit({ kind: "processCredentials", process: tx.pid, ...after });
}
