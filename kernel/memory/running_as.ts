/**
 * The mode bits that let a program run as its file's owner or group, and when a file loses them (fs/attr.c:
 * setattr_should_drop_suidgid; fs/inode.c: file_remove_privs).
 *
 *   RA1  A regular file that is written or cut by anybody but the superuser loses the set-user-ID bit, and the set-group-ID bit
 *        where its group may execute it or the writer is not in that group.
 */

import type { Credentials } from "../state/credentials.ts";
import { FILE_REGULAR, type Inode } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";

const SET_UID_BIT = 0o4000;
const SET_GID_BIT = 0o2000;
const GROUP_EXECUTE = 0o010;

/** A mode without the bits that let the file run as somebody else. */
export function withoutRunningAs(mode: number, isMember: boolean): number {
  const keepsGroup = (mode & GROUP_EXECUTE) === 0 && isMember;
  return mode & ~SET_UID_BIT & (keepsGroup ? ~0 : ~SET_GID_BIT);
}

/** A file is about to be written or cut by the acting process: RA1. */
export function dropRunningAs(tx: Transaction, { id, mode, attributes, making }: Inode): void {
  if (attributes === undefined || (mode & (SET_UID_BIT | SET_GID_BIT)) === 0) return;
  const { credentials } = tx.process;
  if (making.fileKind !== FILE_REGULAR || credentials.effectiveUid === 0) return;
  const left = withoutRunningAs(mode, isMember(credentials, attributes.gid));
  if (left !== mode) tx.emit({ kind: "inodeMode", inode: id, mode: left });
}

function isMember({ effectiveGid, groups }: Credentials, group: number): boolean {
  return effectiveGid === group || groups.includes(group);
}
