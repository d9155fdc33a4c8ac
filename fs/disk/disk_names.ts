/**
 * The names of a disk: which inode a name in a directory stands for. Nobody lists or walks them but a reboot: names/ has those
 * of the running kernel.
 *
 *      hash of (directory, name) ──▶ bucket of names { directory, name, inode }
 *
 *   DN1  A directory holds a name at most once.
 */

import { ObjectTable } from "@palimpsest/kernel";

/** One name. */
export interface DiskName {
  /** The inode of the directory that it is in; of flat names the number of their table. */
  readonly directory: number;
  /** The name. */
  readonly name: string;
  /** What it stands for. */
  readonly inode: number;
}

/** Bytes of memory of a name, about. */
const NAME_BYTES = 100;
const HASH_BITS = 30;

/** All names of a disk. */
export class DiskNames {
  private constructor(private readonly buckets: ObjectTable<readonly DiskName[]>) {}

  /** No names, owned by `epoch`. */
  static empty(epoch: number): DiskNames {
    return new DiskNames(new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): DiskNames {
    return new DiskNames(this.buckets.clone(epoch));
  }

  /** What a name stands for; 0: there is none. */
  find(directory: number, name: string): number {
    return this.bucket(directory, name).find((entry) => isName(entry, directory, name))?.inode ?? 0;
  }

  /** Lets a name stand for an inode, for none with 0. */
  put(epoch: number, { directory, name, inode }: DiskName): void {
    const rest = this.bucket(directory, name).filter((entry) => !isName(entry, directory, name));
    const bucket = inode === 0 ? rest : [...rest, { directory, name, inode }];
    const hash = hashOf(directory, name);
    if (bucket.length > 0) this.buckets.set(epoch, hash, bucket);
    else this.buckets.remove(epoch, hash);
  }

  /** Bytes of what epochs after `epoch` made, about. */
  bytesSince(epoch: number): number {
    return this.buckets.bytesSince(epoch, (bucket) => bucket.length * NAME_BYTES);
  }

  /** Every name, in no order that means anything. */
  *all(): Generator<DiskName> {
    for (const [, bucket] of this.buckets.entries()) yield* bucket;
  }

  /** The names whose hash is that of a name. */
  private bucket(directory: number, name: string): readonly DiskName[] {
    return this.buckets.get(hashOf(directory, name)) ?? [];
  }
}

function isName(entry: DiskName, directory: number, name: string): boolean {
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
