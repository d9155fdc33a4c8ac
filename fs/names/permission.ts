/**
 * Permissions: whether a process may read, write or execute (search) something (fs/namei.c: generic_permission).
 *
 *      owner  ──▶ bits 8 … 6        the first class that fits decides, even where a later one would allow more
 *      group  ──▶ bits 5 … 3
 *      others ──▶ bits 2 … 0
 *
 *   PE1  The superuser may do everything, but execute a file that nobody may.
 *   PE2  An inode without attributes (a flat name) is the process's own, and nobody is the superuser there.
 */

import { type Credentials, EACCES, EPERM, FILE_DIRECTORY, type State } from "@palimpsest/kernel";
import { type Node, type NodeFacts, nodeFacts } from "./node.ts";

/** Read. */
export const MAY_READ = 4;
/** Write; in a directory: change its names. */
export const MAY_WRITE = 2;
/** Execute; of a directory: search it. */
export const MAY_EXECUTE = 1;
/** Mode bit of a directory whose names only their owners may change. */
export const STICKY_BIT = 0o1000;
/** Mode bit: runs, or makes files, as the group. */
export const SET_GID_BIT = 0o2000;
/** Mode bit: runs as the owner. */
export const SET_UID_BIT = 0o4000;
/** All bits of a mode that chmod(2) sets. */
export const MODE_BITS = 0o7777;

/** On whose behalf something is done. */
export interface Subject {
  /** The user. */
  readonly uid: number;
  /** The group. */
  readonly gid: number;
  /** Further groups. */
  readonly groups: readonly number[];
}

/** What a process acts as (the fsuid follows the effective user). */
export function subjectOf({ effectiveUid: uid, effectiveGid: gid, groups }: Credentials): Subject {
  return { uid, gid, groups };
}

/** Whether somebody has the capabilities that concern files. */
export function isPrivileged({ uid }: Subject): boolean {
  return uid === 0;
}

/** Whether somebody is in a group (in_group_p). */
export function isInGroup({ gid, groups }: Subject, group: number): boolean {
  return gid === group || groups.includes(group);
}

/** Whether `wanted` (MAY_*) is permitted: 0 or -EACCES. */
export function permission(state: State, subject: Subject, node: Node, wanted: number): number {
  return permissionFor(subject, nodeFacts(state, node), wanted);
}

/** The same for what is known of a node. */
export function permissionFor(subject: Subject, facts: NodeFacts, wanted: number): number {
  const { mode, uid, gid, isOwned, fileKind } = facts;
  if (!isOwned) return (wanted & ~(mode >> 6)) === 0 ? 0 : -EACCES;
  const shift = subject.uid === uid ? 6 : isInGroup(subject, gid) ? 3 : 0;
  if ((wanted & ~(mode >> shift)) === 0) return 0;
  if (!isPrivileged(subject)) return -EACCES;
  const isForbiddenToAll = (wanted & MAY_EXECUTE) !== 0 && (mode & 0o111) === 0;
  return fileKind !== FILE_DIRECTORY && isForbiddenToAll ? -EACCES : 0;
}

/** Whether a sticky directory keeps somebody from taking a name away: 0 or -EPERM (check_sticky). */
export function stickyRefusal(state: State, subject: Subject, directory: Node, victim: Node): number {
  const { mode, uid } = nodeFacts(state, directory);
  if ((mode & STICKY_BIT) === 0) return 0;
  const isOwner = subject.uid === uid || subject.uid === nodeFacts(state, victim).uid;
  return isOwner || isPrivileged(subject) ? 0 : -EPERM;
}

/** Whether somebody may change what only an owner may: mode, times, owner (inode_owner_or_capable). */
export function isOwnerOrPrivileged(subject: Subject, facts: NodeFacts): boolean {
  return !facts.isOwned || subject.uid === facts.uid || isPrivileged(subject);
}
