/**
 * What a file system with names keeps of an inode beside kind, size and mode: its owner and its times.
 *
 *   IA1  The value is frozen: a change makes another one.
 *   IA2  An inode without attributes is one of a flat table of names (fs: names): the machine's user owns it, without any
 *        capability, and its times are not kept.
 *   IA3  Times are nanoseconds of virtual time, since boot.
 */

/** Owner, device and times of an inode. */
export interface InodeAttributes {
  /** The user that owns it. */
  readonly uid: number;
  /** The group that owns it. */
  readonly gid: number;
  /** The number of the device that a device file stands for (major × 256 + minor); 0 for other kinds. */
  readonly device: number;
  /** When it was read last (atime). */
  readonly accessed: number;
  /** When its bytes changed last (mtime). */
  readonly modified: number;
  /** When it, or anything about it, changed last (ctime). */
  readonly changed: number;
}

/** The fields of the digest record. */
export function attributeFields(attributes: InodeAttributes): number[] {
  const { uid, gid, device, accessed, modified, changed } = attributes;
  return [uid, gid, device, accessed, modified, changed];
}
