/**
 * An inode: identity, kind, size, cached pages, storage and reverse map of one file.
 *
 *   IN1  The page cache holds a page at most once: cache word = frame + 1 when cached, -(slot + 1) when a shmem page
 *        was swapped out, 0 otherwise.
 *   IN2  A cached page beyond the end of the file is the rest of a large folio, or was left by a write that failed.
 *   IN3  `storage` is what a disk file holds apart from the cache: a page without an entry is a hole, or unknown
 *        when its index is below unknownPages.
 *   IN4  `mappings` holds every VMA of every space that maps the file (i_mmap), by page offset.
 *   IN5  Every page of a disk file that is cached and dirty is in `maybeDirty`; what else is in it does no harm. (Linux marks
 *        such pages in the tree of the page cache.)
 */

import { pagesSpanning } from "../address.ts";
import { BY_PAGE_OFFSET } from "../memory/vma_order.ts";
import type { Vma } from "../memory/vma.ts";
import { CACHED_PAGES_LIMIT } from "../limits.ts";
import type { Content } from "./content.ts";
import type { InodeAttributes } from "./inode_attributes.ts";
import { ObjectTable } from "./object_table.ts";
import { OrderedTree } from "./ordered_tree.ts";
import { WordTable } from "./word_table.ts";

/** What an inode is: a regular file. */
export const FILE_REGULAR = 0;
/** What an inode is: a pipe. */
export const FILE_PIPE = 1;
/** What an inode is: a device, whose pages are memory of the kernel. */
export const FILE_DEVICE = 2;
/** What an inode is: a directory. */
export const FILE_DIRECTORY = 3;
/** Anything the recording names and the kernel does not look into: terminals, sockets, /proc files. */
export const FILE_OPAQUE = 4;
/** A terminal: what is written to it is kept. */
export const FILE_TERMINAL = 5;
/** A symbolic link. */
export const FILE_SYMLINK = 6;
/** A pipe with a name. */
export const FILE_FIFO = 7;
/** A character device that is reached by its number (attributes). */
export const FILE_CHARACTER = 8;
/** A file of /proc: what it says is told from the state when it is read. */
export const FILE_TOLD = 9;

/** Whether a kind of file is a pipe, with a name or without: bytes pass through it once, and it has no position. */
export function isPipeKind(fileKind: number): boolean {
  return fileKind === FILE_PIPE || fileKind === FILE_FIFO;
}

/** What lies behind an inode's pages: memory alone, in a directory of tmpfs. */
export const FS_TMPFS = 0;
/** What lies behind an inode's pages: a disk. */
export const FS_EXT4 = 1;
/** Shared anonymous memory: a tmpfs file without a name. */
export const FS_SHMEM = 2;
/** Not a file with pages. */
export const FS_NONE = 3;
/** The directory of devices: memory alone, as tmpfs. */
export const FS_DEVTMPFS = 4;
/** The directory of processes: nothing is kept, everything is told from the state. */
export const FS_PROC = 5;

/** How an inode is made. */
export interface InodeMaking {
  /** What lies behind it: a regular file, a pipe, a device. */
  readonly fileKind: number;
  /** The file system that it is in. */
  readonly fileSystem: number;
  /** Its size at first, in bytes. */
  readonly sizeBytes: number;
  /** Permission bits at first. */
  readonly mode: number;
  /** Names that it has at first. */
  readonly links: number;
  /** The file existed before the run: every page of it has unknown content. */
  readonly unknownStorage: boolean;
  /** The name that /proc/PID/maps shows at first. */
  readonly name: string;
}

/** One inode. */
export class Inode {
  /** Its size, in bytes. */
  sizeBytes: number;
  /** Names that it has. */
  links: number;
  /** The name that /proc/PID/maps shows. */
  name: string;
  /** Permission bits. */
  mode: number;
  /** Owner and times; undefined for a file of a flat table of names. */
  attributes: InodeAttributes | undefined;
  /** Open-file descriptions of the inode, and processes whose working directory it is. */
  openCount = 0;
  /** The page cache: a frame or swap slot for each page. */
  cache: WordTable;
  /** Pages that are cached. */
  cachedPages = 0;
  /** A disk file that was cut to nothing: what is new in it is written back when it is closed (auto_da_alloc). */
  flushOnClose = false;
  /** F_SEAL_* bits of a file that may be sealed; -1 of any other (memory/seals.ts). */
  seals: number = -1;
  /** Pages from the start of the file that existed before the run and were never cut off (PC4). */
  unknownPages: number;
  /** What the disk holds, by page. */
  storage: ObjectTable<Content>;
  /** Pages that may be dirty: for looking for those that are without looking at all that are cached (IN5). */
  maybeDirty: ObjectTable<true>;
  /** The VMAs that map it, by page offset (i_mmap). */
  mappings: OrderedTree<Vma>;

  /** An inode owned by `epoch`. */
  constructor(public epoch: number, readonly id: number, readonly making: InodeMaking) {
    this.sizeBytes = making.sizeBytes;
    this.links = making.links;
    this.name = making.name;
    this.mode = making.mode;
    this.attributes = undefined;
    this.unknownPages = making.unknownStorage ? pagesSpanning(making.sizeBytes) : 0;
    this.cache = new WordTable(epoch, 1);
    this.storage = new ObjectTable<Content>(epoch);
    this.maybeDirty = new ObjectTable<true>(epoch);
    this.mappings = new OrderedTree<Vma>(epoch, BY_PAGE_OFFSET);
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Inode {
    // Made like any other, so that the engine sees objects of one shape.
    const copy = Object.assign(new Inode(epoch, this.id, this.making), this);
    copy.epoch = epoch;
    copy.cache = this.cache.successor(epoch);
    copy.storage = this.storage.clone(epoch);
    copy.maybeDirty = this.maybeDirty.clone(epoch);
    copy.mappings = this.mappings.clone(epoch);
    return copy;
  }

  /** The word of a page in the cache. */
  private cacheWord(index: number): number {
    return index < CACHED_PAGES_LIMIT ? this.cache.word(index) : 0;
  }

  /** The frame that caches page `index`, or -1. */
  cachedFrame(index: number): number {
    const word = this.cacheWord(index);
    return word > 0 ? word - 1 : -1;
  }

  /** The swap slot of shmem page `index`, or -1. */
  swapSlot(index: number): number {
    const word = this.cacheWord(index);
    return word < 0 ? -word - 1 : -1;
  }

  /** Whether memory alone backs the file: no write-back, no write-notify. */
  get isMemoryBacked(): boolean {
    const { fileSystem } = this.making;
    return fileSystem === FS_TMPFS || fileSystem === FS_SHMEM || fileSystem === FS_DEVTMPFS;
  }

  /** The fields of the inode's digest record. */
  digestFields(): (number | string | boolean)[] {
    const { fileKind, fileSystem } = this.making;
    return [
      fileKind,
      fileSystem,
      this.sizeBytes,
      this.mode,
      this.links,
      this.unknownPages,
      this.name,
      this.flushOnClose,
      ...(this.seals < 0 ? [] : [this.seals]),
    ];
  }
}
