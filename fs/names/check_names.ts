/**
 * The checker of names: directories are a tree, and link counts are what names say.
 *
 *   CN1  Both orders of a directory hold the same entries, and no position reaches nextPosition (DI1, DI2).
 *   CN2  Every entry names an inode that exists; every directory in the tree and every link is an inode of that kind.
 *   CN3  A directory's parent exists and names it once; the root of a mount is its own parent.
 *   CN4  In the tree an inode has as many links as names name it; a directory 2 and one for each directory in it, and none
 *        when it is dead.
 *   CN5  The point of a mount is a directory that exists, its root one that is part of it.
 */

import { assertThat, FILE_DIRECTORY, FILE_SYMLINK, type State } from "@palimpsest/kernel";
import type { Directory } from "./directory.ts";
import { type Names, namesOf } from "./names.ts";

/** Throws a KernelAssertion unless CN1 … CN5 hold. */
export function checkNames(state: State): void {
  const names = namesOf(state);
  const nameCounts = new Map<number, number>();
  for (const directory of names.allDirectories()) {
    checkEntries(state, directory);
    if (directory.mount === 0) continue;
    for (const { inode } of directory.entries()) nameCounts.set(inode, (nameCounts.get(inode) ?? 0) + 1);
    checkDirectory(state, names, directory);
  }
  for (const inode of names.allLinks()) checkKind(state, inode, FILE_SYMLINK);
  for (const [inode, count] of nameCounts) checkLinks(state, names, inode, count);
  for (const { number, point, root } of names.mounts) {
    const isPlaced = point === 0 || names.directory(point) !== undefined;
    assertThat(isPlaced, () => `CN5: mount ${number} covers directory ${point}, which is gone`);
    const { parent, mount } = names.directory(root) ?? {};
    assertThat(parent === root, () => `CN3: the root ${root} of mount ${number} has parent ${parent}`);
    assertThat(mount === number, () => `CN5: the root ${root} of mount ${number} is part of mount ${mount}`);
  }
}

function checkEntries(state: State, directory: Directory): void {
  const { number, nextPosition } = directory;
  const byPosition = [...directory.entries()].map(({ name }) => name).sort();
  const byName = [...directory.entriesByName()].map(({ name }) => name).sort();
  assertThat(
    byPosition.join("/") === byName.join("/"),
    () => `CN1: directory ${number} lists ${byPosition.length} names and finds ${byName.length}`,
  );
  for (const { name, inode, position } of directory.entries()) {
    assertThat(position < nextPosition, () => `CN1: ${name} of directory ${number} is at ${position}`);
    const exists = state.inodes.get(inode) !== undefined;
    assertThat(exists, () => `CN2: ${name} of directory ${number} names inode ${inode}, which is gone`);
  }
}

function checkKind(state: State, inode: number, wanted: number): void {
  const kind = state.inodes.get(inode)?.making.fileKind;
  assertThat(kind === wanted, () => `CN2: inode ${inode} is of kind ${kind}, its names say ${wanted}`);
}

function checkDirectory(state: State, names: Names, directory: Directory): void {
  const { number, parent, mount, size } = directory;
  checkKind(state, number, FILE_DIRECTORY);
  const { links } = state.inode(number);
  if (links === 0) return assertThat(size === 0, () => `DI4: dead directory ${number} has ${size} names`);
  const children = [...directory.entries()].filter(({ inode }) => names.directory(inode) !== undefined);
  const wanted = 2 + children.length;
  assertThat(links === wanted, () => `CN4: directory ${number} has ${links} links, not ${wanted}`);
  for (const { name, inode } of children) {
    const above = names.directory(inode)!;
    const isPart = above.parent === number && above.mount === mount;
    assertThat(isPart, () => `CN3: ${name} in directory ${number} has the parent ${above.parent}`);
  }
  const hasParent = parent === number || names.directory(parent) !== undefined;
  assertThat(hasParent, () => `CN3: the parent ${parent} of directory ${number} is gone`);
}

function checkLinks(state: State, names: Names, inode: number, count: number): void {
  if (names.directory(inode) !== undefined) {
    assertThat(count === 1, () => `CN3: directory ${inode} has ${count} names`);
    return;
  }
  const { links } = state.inode(inode);
  assertThat(links === count, () => `CN4: inode ${inode} has ${links} links, ${count} names`);
}
