/**
 * Changes of mode, owner and times, as Linux allows them (fs/attr.c: setattr_prepare, notify_change, setattr_copy).
 *
 *   AC1  Only the owner and the superuser set a mode; without being in the file's group, not its set-group-ID bit.
 *   AC2  Only the superuser gives a file away; its owner may give it to a group of his.
 *   AC3  A file that is given away, even by the superuser, loses the bits that let it run as its owner or group (kernel:
 *        running_as.ts).
 */

import {
  EPERM,
  FILE_DIRECTORY,
  type Inode,
  touchInode,
  type Transaction,
  withoutRunningAs,
} from "@palimpsest/kernel";
import { inodeFacts } from "./node.ts";
import {
  isInGroup,
  isOwnerOrPrivileged,
  isPrivileged,
  MODE_BITS,
  SET_GID_BIT,
  type Subject,
} from "./permission.ts";

/** An owner that stays as it is: -1 as an unsigned word. */
const UNCHANGED = 0xffffffff;

/** chmod: 0 or -EPERM. */
export function setMode(tx: Transaction, subject: Subject, inode: Inode, mode: number): number {
  const facts = inodeFacts(inode);
  if (!isOwnerOrPrivileged(subject, facts)) return -EPERM;
  putMode(tx, inode, mode & MODE_BITS & (isMember(subject, facts.gid) ? ~0 : ~SET_GID_BIT));
  touchInode(tx, inode.id, ["changed"]);
  return 0;
}

/** chown: 0 or -EPERM; -1 leaves the user, or the group, as it is. */
export function setOwner(
  tx: Transaction,
  subject: Subject,
  inode: Inode,
  owner: { uid: number; gid: number },
): number {
  const facts = inodeFacts(inode);
  const [uid, gid] = [owner.uid, owner.gid].map((id) => id >>> 0 === UNCHANGED ? undefined : id >>> 0);
  const isOwner = subject.uid === facts.uid;
  const mayGive = uid === undefined || isOwner && uid === facts.uid;
  const mayRegroup = gid === undefined || isOwner && (gid === facts.gid || isInGroup(subject, gid));
  const kept = facts.fileKind === FILE_DIRECTORY
    ? facts.mode
    : withoutRunningAs(facts.mode, isMember(subject, facts.gid));
  const maySetMode = kept === facts.mode || isOwnerOrPrivileged(subject, facts);
  if (!isPrivileged(subject) && !(mayGive && mayRegroup && maySetMode)) return -EPERM;
  putMode(tx, inode, kept);
  const { device = 0 } = inode.attributes ?? {};
  const next = { uid: uid ?? facts.uid, gid: gid ?? facts.gid };
  if (next.uid !== facts.uid || next.gid !== facts.gid) {
    tx.emit({ kind: "inodeAttributes", inode: inode.id, ...next, device });
  }
  touchInode(tx, inode.id, ["changed"]);
  return 0;
}

function isMember(subject: Subject, group: number): boolean {
  return isInGroup(subject, group) || isPrivileged(subject);
}

function putMode(tx: Transaction, { id, mode: before }: Inode, mode: number): void {
  if (mode !== before) tx.emit({ kind: "inodeMode", inode: id, mode });
}
