/**
 * The names of a state: every directory, symbolic link and mount.
 *
 *      number of a directory ──▶ Directory (directory.ts) ──▶ name ──▶ inode
 *      inode of a link       ──▶ where it leads
 *      mounts                ──▶ mount.ts
 *
 *   NA1  The tables are persistent like all state: a checkpoint shares them.
 *   NA2  A directory's number is its inode; links and directories go with their inodes (directory_operations.ts).
 *   NA3  Tables 0, 1 and 2 are the flat tables of names (flat_path.ts) of machines without mounts. They have no inode, and
 *        exist as soon as a name is put into them.
 *   NA4  The digest holds each entry, each directory, each link and each mount; the position of an entry is part of it where
 *        there are mounts.
 */

import { assertThat, type CanonicalRecord, ObjectTable, type Slice, type State } from "@palimpsest/kernel";
import { Directory, type Entry } from "./directory.ts";
import type { Mount } from "./mount.ts";

export type { Entry } from "./directory.ts";

/** Record kind of a name in the digest; those of the file system start at 64. */
export const RECORD_ENTRY = 64;
/** Record kind of a directory. */
export const RECORD_DIRECTORY = 65;
/** Record kind of a symbolic link. */
export const RECORD_SYMLINK = 66;
/** Record kind of a mount. */
export const RECORD_MOUNT = 67;
/** The name of the slice in State.slices. */
export const NAMES_SLICE = "names";
/** Flat tables have numbers up to this one. */
export const LAST_FLAT_TABLE = 2;

/** All names of a state. */
export class Names implements Slice {
  /** What is mounted, by number ascending; empty for a machine whose names are flat. */
  mounts: readonly Mount[] = [];

  private constructor(
    private readonly directories: ObjectTable<Directory>,
    private readonly links: ObjectTable<string>,
  ) {}

  /** No names, owned by `epoch`. */
  static empty(epoch: number): Names {
    return new Names(new ObjectTable(epoch), new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Names {
    const copy = new Names(this.directories.clone(epoch), this.links.clone(epoch));
    copy.mounts = this.mounts;
    return copy;
  }

  /** The directory with this number, if there is one. */
  directory(number: number): Directory | undefined {
    return this.directories.get(number);
  }

  /** The entry of a name, if the directory has it. */
  find(directory: number, name: string): Entry | undefined {
    return this.directories.get(directory)?.find(name);
  }

  /** Where a symbolic link leads; undefined for other inodes. */
  linkTarget(inode: number): string | undefined {
    return this.links.get(inode);
  }

  /** A directory, writable. For reducers. */
  own(epoch: number, number: number): Directory {
    const directory = this.directories.get(number) ?? this.flatTable(epoch, number);
    if (directory.epoch === epoch) return directory;
    const copy = directory.clone(epoch);
    this.directories.set(epoch, number, copy);
    return copy;
  }

  /** A flat table, which exists as soon as it is written. */
  private flatTable(epoch: number, number: number): Directory {
    assertThat(number <= LAST_FLAT_TABLE, () => `there is no directory ${number}`);
    return this.addDirectory(epoch, new Directory(epoch, number, number, "", 0));
  }

  /** Adds a directory. For reducers. */
  addDirectory(epoch: number, directory: Directory): Directory {
    this.directories.set(epoch, directory.number, directory);
    return directory;
  }

  /** Removes a directory. For reducers. */
  removeDirectory(epoch: number, number: number): void {
    this.directories.remove(epoch, number);
  }

  /** Keeps where a link leads, or forgets it. For reducers. */
  setLink(epoch: number, inode: number, target: string | undefined): void {
    if (target === undefined) this.links.remove(epoch, inode);
    else this.links.set(epoch, inode, target);
  }

  /** Bytes of what epochs after `epoch` made, about. */
  bytesSince(epoch: number): number {
    return this.directories.bytesSince(epoch, (directory) => directory.bytesSince(epoch)) +
      this.links.bytesSince(epoch, (target) => target.length);
  }

  /** Everything as records of the digest. */
  *records(): Generator<CanonicalRecord> {
    for (const [number, directory] of this.directories.entries()) {
      if (directory.mount !== 0) yield [RECORD_DIRECTORY, number, directoryFields(directory)];
      for (const entry of directory.entries()) yield [RECORD_ENTRY, number, entryFields(directory, entry)];
    }
    for (const [inode, target] of this.links.entries()) yield [RECORD_SYMLINK, inode, [target]];
    for (const mount of this.mounts) yield [RECORD_MOUNT, mount.number, mountFields(mount)];
  }

  /** Every directory, by number. */
  *allDirectories(): Generator<Directory> {
    for (const [, directory] of this.directories.entries()) yield directory;
  }

  /** Every inode that is a symbolic link, by number. */
  *allLinks(): Generator<number> {
    for (const [inode] of this.links.entries()) yield inode;
  }
}

/** The names of a state. */
export function namesOf(state: State): Names {
  return state.slices.get(NAMES_SLICE) as Names;
}

/** The fields of an entry's digest record. */
export function entryFields(directory: Directory, entry: Entry): (string | number)[] {
  const { name, inode, position } = entry;
  return directory.mount === 0 ? [name, inode] : [name, inode, position];
}

/** The fields of a directory's digest record. */
export function directoryFields({ parent, name, mount, nextPosition }: Directory): (string | number)[] {
  return [parent, name, mount, nextPosition];
}

/** The fields of a mount's digest record. */
export function mountFields({ fileSystem, point, root, source }: Mount): (string | number)[] {
  return [fileSystem, point, root, source];
}
