/**
 * What lies on a disk after a power cut, once the journal was replayed: a tree, and the contents of its blocks. A reboot finds
 * this.
 */

import {
  type Content,
  FILE_DIRECTORY,
  type FileBytes,
  PAGE_SIZE,
  readInto,
  UNKNOWN,
} from "@palimpsest/kernel";
import type { DiskName } from "./disk_names.ts";
import type { DiskInode, DiskTree } from "./disk_tree.ts";
import type { CommittedTransaction } from "./journal.ts";

/** What became of what was not promised. */
export interface PowerCutReport {
  /** Transactions that were found in the journal and replayed. */
  readonly replayed: readonly CommittedTransaction[];
  /** The last event whose changes of names, sizes and blocks survived without a promise; undefined when none did. */
  readonly lastKept: number | undefined;
  /** Changes of metadata that are lost. */
  readonly lostChanges: number;
  /** Writes in the device's cache that reached the medium, and those that did not. */
  readonly keptWrites: number;
  /** Writes in the device's cache that are lost. */
  readonly lostWrites: number;
  /** Changed pages of the page cache that were written back in time all the same. */
  readonly keptPages: number;
  /** Changed pages of the page cache that are lost. */
  readonly lostPages: number;
  /** Inodes without a name that were removed (the orphan list). */
  readonly orphans: readonly number[];
}

/** A file of a disk, by one of its names. */
export interface DiskFile {
  /** Its path in the tree of the running machine. */
  readonly path: string;
  /** The inode. */
  readonly inode: DiskInode;
}

/** The disk as a reboot finds it. */
export class DiskPicture {
  private directoryPaths: Map<number, string> | undefined;

  /** A picture of a tree, with what its blocks hold. */
  constructor(
    readonly tree: DiskTree,
    private readonly contents: (block: number) => Content,
    readonly report: PowerCutReport,
    /** Blocks from this one on were never given. */
    readonly nextBlock: number,
    /** What stands before the names in each root directory. */
    private readonly roots: ReadonlyMap<number, string>,
  ) {}

  /** What a page of a file holds. */
  page({ blocks, attributes }: DiskInode, index: number): Content {
    const block = blocks.get(index);
    if (block === undefined) return index < attributes.unknownPages ? UNKNOWN : 0;
    return block === 0 ? 0 : this.contents(block);
  }

  /** Up to `lengthBytes` bytes of a file from `position` on. */
  bytes(inode: DiskInode, position = 0, lengthBytes: number = Infinity): FileBytes {
    const { sizeBytes } = inode.attributes;
    const bytes = new Uint8Array(Math.max(0, Math.min(lengthBytes, sizeBytes - position)));
    let known = true;
    for (let done = 0; done < bytes.length;) {
      const at = position + done;
      const offset = at % PAGE_SIZE;
      const partBytes = Math.min(PAGE_SIZE - offset, bytes.length - done);
      known = readInto(this.page(inode, Math.floor(at / PAGE_SIZE)), offset, bytes, done, partBytes) && known;
      done += partBytes;
    }
    return { bytes, known };
  }

  /** The inode that a name in a directory stands for. */
  find(directory: number, name: string): DiskInode | undefined {
    return this.tree.inodes.get(this.tree.names.find(directory, name));
  }

  /** Every file and directory below the roots, by path. */
  files(): DiskFile[] {
    const found: DiskFile[] = [];
    for (const { directory, name, inode } of this.tree.names.all()) {
      const above = this.pathOf(directory);
      const there = this.tree.inodes.get(inode);
      if (above !== undefined && there !== undefined) found.push({ path: above + name, inode: there });
    }
    return found.sort((one, other) => one.path < other.path ? -1 : 1);
  }

  /** The file at a path, links not followed. */
  fileAt(path: string): DiskInode | undefined {
    return this.files().find((file) => file.path === path)?.inode;
  }

  /** What stands before the names in a directory, "/disk/a/"; undefined when no root leads there. */
  private pathOf(directory: number): string | undefined {
    this.directoryPaths ??= this.findDirectoryPaths();
    return this.directoryPaths.get(directory);
  }

  /** Goes down from the roots. */
  private findDirectoryPaths(): Map<number, string> {
    const inside = new Map<number, DiskName[]>();
    for (const entry of this.tree.names.all()) {
      const { attributes } = this.tree.inodes.get(entry.inode) ?? {};
      if (attributes?.fileKind !== FILE_DIRECTORY) continue;
      inside.set(entry.directory, [...inside.get(entry.directory) ?? [], entry]);
    }
    const paths = new Map(this.roots);
    for (const [directory, path] of paths) {
      for (const { name, inode } of inside.get(directory) ?? []) paths.set(inode, `${path}${name}/`);
    }
    return paths;
  }
}
