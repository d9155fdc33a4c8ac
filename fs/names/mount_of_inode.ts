/**
 * Which mount an inode is part of: that of its directory, which its path tells.
 */

import type { State } from "@palimpsest/kernel";
import { pathOfDirectory } from "./full_path.ts";
import { namesOf } from "./names.ts";

/** The number of the mount that an inode is part of; 0 for files that never had a name in a directory. */
export function mountOfInode(state: State, id: number): number {
  const names = namesOf(state);
  const directory = names.directory(id);
  if (directory !== undefined) return directory.mount;
  const { name, making: { fileSystem } } = state.inode(id);
  let found = 0;
  let longest = -1;
  for (const mount of names.mounts) {
    const path = pathOfDirectory(state, mount.root);
    const isBelow = name.startsWith(path === "/" ? path : `${path}/`);
    if (mount.fileSystem === fileSystem && isBelow && path.length > longest) {
      found = mount.number;
      longest = path.length;
    }
  }
  return found;
}
