/**
 * Mounts: which file system stands where in the tree of directories (fs/namespace.c).
 *
 *      directory `point` of one file system ── covered by ──▶ directory `root` of another one
 *
 *   MO1  Mount 1 is the root of everything; its point is 0.
 *   MO2  A file system is mounted once. Its root is its own parent, and a walk goes from there to what is around the point.
 *   MO3  Every directory knows the mount that it is part of: links and renames stay within one (EXDEV).
 */

import type { Names } from "./names.ts";

/** One mounted file system. */
export interface Mount {
  /** Its number, from 1; also the device that stat(2) tells. */
  readonly number: number;
  /** What it is: FS_TMPFS, FS_EXT4, FS_DEVTMPFS or FS_PROC of the kernel. */
  readonly fileSystem: number;
  /** The directory that it covers; 0 for the root of everything. */
  readonly point: number;
  /** Its root directory. */
  readonly root: number;
  /** What is mounted, as /proc/mounts tells it: "tmpfs", "/dev/vda". */
  readonly source: string;
}

/** The number of the mount at the root of everything. */
export const ROOT_MOUNT = 1;

/** The mount with this number. */
export function mountNumbered(names: Names, number: number): Mount | undefined {
  return names.mounts.find((mount) => mount.number === number);
}

/** The mount that covers a directory, if one does. */
export function mountOver(names: Names, directory: number): Mount | undefined {
  for (const mount of names.mounts) if (mount.point === directory && directory !== 0) return mount;
  return undefined;
}

/** The root directory of everything; 0 for a machine whose names are flat. */
export function rootDirectory(names: Names): number {
  return names.mounts.length === 0 ? 0 : topOf(names, names.mounts[0].root);
}

/** The directory that is seen where `directory` stands: the root of what covers it, and of what covers that. */
export function topOf(names: Names, directory: number): number {
  let top = directory;
  for (let over = mountOver(names, top); over !== undefined; over = mountOver(names, top)) top = over.root;
  return top;
}
