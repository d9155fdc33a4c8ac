/**
 * The names of files: which inode a name in a directory stands for.
 *
 *      hash of (directory, name) ──▶ bucket of entries { directory, name, inode }
 *
 *   NA1  A directory holds a name at most once.
 *   NA2  The table is persistent like all state: a checkpoint shares it.
 *   NA3  Directories are the roots of mounts (path.ts) until there are directories below them: an entry's key is a
 *        directory's number and one component of a path.
 */

import { type CanonicalRecord, ObjectTable, type Slice, type State } from "@palimpsest/kernel";

/** One name. */
export interface Entry {
  /** The directory that the name is in. */
  readonly directory: number;
  /** The name. */
  readonly name: string;
  /** What it names. */
  readonly inode: number;
}

/** Record kind of a name in the digest; those of the file system start at 64. */
export const RECORD_ENTRY = 64;
/** The name of the slice in State.slices. */
export const NAMES_SLICE = "names";
const HASH_BITS = 30;

/** All names of a state. */
export class Names implements Slice {
  private constructor(private readonly buckets: ObjectTable<readonly Entry[]>) {}

  /** No names, owned by `epoch`. */
  static empty(epoch: number): Names {
    return new Names(new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Names {
    return new Names(this.buckets.clone(epoch));
  }

  /** The entry of a name, if the directory has it. */
  find(directory: number, name: string): Entry | undefined {
    return this.buckets.get(hashOf(directory, name))?.find((entry) => isEntry(entry, directory, name));
  }

  /** Puts an entry in, in place of one with the same name; the one it replaced. For reducers. */
  put(epoch: number, entry: Entry): Entry | undefined {
    const hash = hashOf(entry.directory, entry.name);
    const bucket = this.buckets.get(hash) ?? [];
    const before = bucket.find((other) => isEntry(other, entry.directory, entry.name));
    this.buckets.set(epoch, hash, [...bucket.filter((other) => other !== before), entry]);
    return before;
  }

  /** Takes an entry out and returns it. For reducers. */
  remove(epoch: number, directory: number, name: string): Entry | undefined {
    const hash = hashOf(directory, name);
    const bucket = this.buckets.get(hash) ?? [];
    const before = bucket.find((entry) => isEntry(entry, directory, name));
    if (before === undefined) return undefined;
    const rest = bucket.filter((entry) => entry !== before);
    if (rest.length === 0) this.buckets.remove(epoch, hash);
    else this.buckets.set(epoch, hash, rest);
    return before;
  }

  /** Every name as a record of the digest. */
  *records(): Generator<CanonicalRecord> {
    for (const { directory, name, inode } of this.entries()) yield [RECORD_ENTRY, directory, [name, inode]];
  }

  /** Every entry, in no order that means anything. */
  *entries(): Generator<Entry> {
    for (const [, bucket] of this.buckets.entries()) yield* bucket;
  }
}

/** The names of a state. */
export function namesOf(state: State): Names {
  return state.slices.get(NAMES_SLICE) as Names;
}

function isEntry(entry: Entry, directory: number, name: string): boolean {
  return entry.directory === directory && entry.name === name;
}

/** FNV-1a over the characters of the name, started from the directory. */
function hashOf(directory: number, name: string): number {
  let hash = 0x811c9dc5 ^ directory;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> (32 - HASH_BITS);
}
