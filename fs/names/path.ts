/**
 * Paths: where a name is looked up.
 *
 *      t:name     the script language's tmpfs         its root directory, number 1
 *      d:name     the script language's disk          its root directory, number 2
 *      /a/b/c     everything else                     the root directory, number 0, with the rest as one name
 *
 *   PA1  Names are flat: a path below a mount is one component. A walk through directories belongs here, and changes
 *        nothing for who calls resolvePath().
 */

import { ENAMETOOLONG, ENOENT, FS_EXT4, FS_TMPFS } from "@palimpsest/kernel";

/** Where a path leads: a directory and the last component. */
export interface ResolvedPath {
  /** The directory that the last name is in. */
  readonly directory: number;
  /** The last name. */
  readonly name: string;
  /** The kind of file that is created there: FS_TMPFS or FS_EXT4. */
  readonly fileSystem: number;
}

/** A mount, by the prefix of its paths. */
interface Mount {
  readonly prefix: string;
  readonly directory: number;
  readonly fileSystem: number;
}

const MOUNTS: readonly Mount[] = [
  { prefix: "t:", directory: 1, fileSystem: FS_TMPFS },
  { prefix: "d:", directory: 2, fileSystem: FS_EXT4 },
  { prefix: "", directory: 0, fileSystem: FS_EXT4 },
];
/** Bytes of a path with its final zero (PATH_MAX), and of one component (NAME_MAX). */
const PATH_BYTES_LIMIT = 4096;
const NAME_BYTES_LIMIT = 255;

/** Where `path` leads, or -ENOENT (empty), -ENAMETOOLONG. */
export function resolvePath(path: string): ResolvedPath | number {
  if (path === "") return -ENOENT;
  const components = path.split("/");
  const isTooLong = new TextEncoder().encode(path).length >= PATH_BYTES_LIMIT ||
    components.some((component) => new TextEncoder().encode(component).length > NAME_BYTES_LIMIT);
  if (isTooLong) return -ENAMETOOLONG;
  const mount = MOUNTS.find(({ prefix }) => path.startsWith(prefix))!;
  return {
    directory: mount.directory,
    name: path.slice(mount.prefix.length),
    fileSystem: mount.fileSystem,
  };
}
