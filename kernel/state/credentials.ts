/**
 * Who a process acts for (credentials(7)), and where in the file system it stands.
 *
 *     real       who started it                     what access(2) asks for
 *     effective  whom it acts for                   what permissions are checked with; 0 may do (nearly) everything
 *     saved      whom it may act for again
 *
 *   CR1  The values are frozen: a change makes another one.
 *   CR2  User 0 has the capabilities that concern files, everybody else none.
 */

/** User and group numbers of a process. */
export interface Credentials {
  /** Real user. */
  readonly uid: number;
  /** Effective user. */
  readonly effectiveUid: number;
  /** Saved user. */
  readonly savedUid: number;
  /** Real group. */
  readonly gid: number;
  /** Effective group. */
  readonly effectiveGid: number;
  /** Saved group. */
  readonly savedGid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** What a first process starts as: the superuser. */
export const SUPERUSER: Credentials = Object.freeze({
  uid: 0,
  effectiveUid: 0,
  savedUid: 0,
  gid: 0,
  effectiveGid: 0,
  savedGid: 0,
  groups: Object.freeze([]),
});

/** Where relative paths start, and what new files are not permitted (struct fs_struct). */
export interface ProcessPlace {
  /** The inode of the working directory; 0 for the root of everything. */
  readonly workingDirectory: number;
  /** Permission bits that new files do not get. */
  readonly umask: number;
}

/** What a first process starts with: the root, and a umask of 0. */
export const ROOT_PLACE: ProcessPlace = Object.freeze({ workingDirectory: 0, umask: 0 });

/** The fields of the digest record; undefined for the superuser. */
export function credentialFields(credentials: Credentials): number[] | undefined {
  const { uid, effectiveUid, savedUid, gid, effectiveGid, savedGid, groups } = credentials;
  const fields = [uid, effectiveUid, savedUid, gid, effectiveGid, savedGid, ...groups];
  return fields.some((field) => field !== 0) || groups.length > 0 ? fields : undefined;
}

/** The fields of the digest record; undefined when everything is as at the start. */
export function placeFields({ workingDirectory, umask }: ProcessPlace): number[] | undefined {
  return workingDirectory === 0 && umask === 0 ? undefined : [workingDirectory, umask];
}
