/**
 * One directory: its names, each standing for an inode, found by name and listed in a stable order.
 *
 *      by name       B+tree ordered by (hash of the name, the name)      look-up: O(log n)
 *      by position   B+tree ordered by when the name was put             listing: the newest first, as Linux's tmpfs
 *
 *   DI1  A directory holds a name at most once, and both trees hold the same entries.
 *   DI2  A name that is put gets the next position, also in place of an older entry; positions are never used again, so
 *        that a listing goes on where it stopped whatever happens to other names.
 *   DI3  `parent` is the directory that `..` leads to; the root of a file system is its own.
 *   DI4  A directory that has no name any more (rmdir) is dead: it is empty, and nothing is put into it.
 */

import { type Order, OrderedTree } from "@palimpsest/kernel";

/** One name in a directory. */
export interface Entry {
  /** The directory that the name is in. */
  readonly directory: number;
  /** The name. */
  readonly name: string;
  /** What it names. */
  readonly inode: number;
  /** Its place in listings: descending. */
  readonly position: number;
}

/** The position of the first name of a directory: below it are the places of `.` and `..`. */
export const FIRST_POSITION = 3;
/** Bytes of a directory without names (measured, about). */
const DIRECTORY_BYTES = 400;

const BY_NAME: Order<Entry> = {
  start: ({ name }) => hashOf(name),
  end: ({ name }) => hashOf(name) + 1,
  compareRest: (one, other) => one.name === other.name ? 0 : one.name < other.name ? -1 : 1,
};

const BY_POSITION: Order<Entry> = {
  start: ({ position }) => position,
  end: ({ position }) => position + 1,
};

/** See the head of this file. */
export class Directory {
  /** The position that the next name gets. */
  nextPosition: number = FIRST_POSITION;
  private byName: OrderedTree<Entry>;
  private byPosition: OrderedTree<Entry>;

  /** An empty directory owned by `epoch`; `mount` is the file system that it is part of. */
  constructor(
    public epoch: number,
    /** Its inode; of flat tables the number of the table. */
    readonly number: number,
    /** Where `..` leads. */
    public parent: number,
    /** Its name there; empty for the root of a file system. */
    public name: string,
    /** The number of the mounted file system that it is part of; 0 for a flat table of names. */
    readonly mount: number,
  ) {
    this.byName = new OrderedTree(epoch, BY_NAME);
    this.byPosition = new OrderedTree(epoch, BY_POSITION);
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Directory {
    const copy: Directory = Object.assign(Object.create(Directory.prototype), this);
    copy.epoch = epoch;
    copy.byName = this.byName.clone(epoch);
    copy.byPosition = this.byPosition.clone(epoch);
    return copy;
  }

  /** Bytes of what epochs after `epoch` made of it, about. */
  bytesSince(epoch: number): number {
    if (this.epoch <= epoch) return 0;
    return DIRECTORY_BYTES + this.byName.bytesSince(epoch) + this.byPosition.bytesSince(epoch);
  }

  /** Names in the directory. */
  get size(): number {
    return this.byName.size;
  }

  /** The entry of a name. */
  find(name: string): Entry | undefined {
    return this.byName.get({ directory: this.number, name, inode: 0, position: 0 });
  }

  /** Puts a name in, in place of an entry with the same name: that one. For reducers. */
  put(epoch: number, name: string, inode: number): Entry | undefined {
    const before = this.remove(epoch, name);
    const entry: Entry = { directory: this.number, name, inode, position: this.nextPosition++ };
    this.byName.insert(epoch, entry);
    this.byPosition.insert(epoch, entry);
    return before;
  }

  /** Takes a name out: its entry. For reducers. */
  remove(epoch: number, name: string): Entry | undefined {
    const entry = this.find(name);
    if (entry === undefined) return undefined;
    this.byName.remove(epoch, entry);
    this.byPosition.remove(epoch, entry);
    return entry;
  }

  /** The entry that a listing shows at `position` or, if that is gone, next: the newest at or below it. */
  entryAt(position: number): Entry | undefined {
    return this.byPosition.floor(position);
  }

  /** Every entry, the oldest first. */
  entries(): Iterable<Entry> {
    return this.byPosition.items();
  }

  /** Every entry, in the order of their hashes. For the checker. */
  entriesByName(): Iterable<Entry> {
    return this.byName.items();
  }
}

/** FNV-1a over the characters of a name. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
