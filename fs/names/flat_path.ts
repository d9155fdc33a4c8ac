/**
 * Flat names: paths of a machine without mounts, as recordings and scripts have it. What a recorded program saw of the tree
 * of directories is not known, and a script's language has none.
 *
 *      t:name     the script language's tmpfs         table 1
 *      d:name     the script language's disk          table 2
 *      /a/b/c     everything else                     table 0, with the whole path as one name
 *
 *   FP1  A path is one name of its table; nothing of it is walked.
 */

import { ENAMETOOLONG, FS_EXT4, FS_TMPFS } from "@palimpsest/kernel";
import { isTooLongName, pathProblem } from "./path_text.ts";

/** Where a path leads: a table and a name. */
export interface FlatPlace {
  /** The table that the name is in. */
  readonly directory: number;
  /** The name. */
  readonly name: string;
  /** The kind of file that is created there: FS_TMPFS or FS_EXT4. */
  readonly fileSystem: number;
}

/** A table, by the prefix of its paths. */
interface Table {
  readonly prefix: string;
  readonly directory: number;
  readonly fileSystem: number;
}

const TABLES: readonly Table[] = [
  { prefix: "t:", directory: 1, fileSystem: FS_TMPFS },
  { prefix: "d:", directory: 2, fileSystem: FS_EXT4 },
  { prefix: "", directory: 0, fileSystem: FS_EXT4 },
];

/** Where `path` leads, or -ENOENT (empty), -ENAMETOOLONG. */
export function flatPlace(path: string): FlatPlace | number {
  const problem = pathProblem(path) || (path.split("/").some(isTooLongName) ? -ENAMETOOLONG : 0);
  if (problem !== 0) return problem;
  const table = TABLES.find(({ prefix }) => path.startsWith(prefix))!;
  return {
    directory: table.directory,
    name: path.slice(table.prefix.length),
    fileSystem: table.fileSystem,
  };
}
