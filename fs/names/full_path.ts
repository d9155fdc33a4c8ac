/**
 * The path of a directory, from the root of everything down to it (fs/d_path.c).
 *
 *   FU1  A directory that has no name any more has the path it had, of which nothing may be left.
 */

import type { State } from "@palimpsest/kernel";
import { mountNumbered } from "./mount.ts";
import { namesOf } from "./names.ts";

/** The path of a directory in the tree: "/" or "/a/b". */
export function pathOfDirectory(state: State, directory: number): string {
  const names = namesOf(state);
  const parts: string[] = [];
  for (let at = names.directory(directory); at !== undefined;) {
    const mount = mountNumbered(names, at.mount);
    if (mount !== undefined && mount.root === at.number) {
      if (mount.point === 0) break;
      at = names.directory(mount.point);
      continue;
    }
    parts.push(at.name);
    at = names.directory(at.parent);
  }
  return `/${parts.reverse().join("/")}`;
}

/** The path of a name in a directory. */
export function pathOfName(state: State, directory: number, name: string): string {
  const above = pathOfDirectory(state, directory);
  return above === "/" ? `/${name}` : `${above}/${name}`;
}
