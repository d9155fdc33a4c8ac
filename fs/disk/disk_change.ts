/**
 * A change of metadata: what the journal consists of. Applying the changes of a journal in order, from a tree on, gives the
 * tree after them (disk_tree.ts).
 *
 *   DC1  A change carries what holds after it, so applying it twice does no harm.
 *   DC2  Its event is the one that made it. All changes of one event survive a power cut together, or none does: an event is
 *        what a handle is to jbd2.
 */

import { type Content, hashHi, hashLo, type RecordField } from "@palimpsest/kernel";

/** What the disk keeps of an inode, beside its blocks. */
export interface DiskAttributes {
  /** FILE_* of the kernel. */
  readonly fileKind: number;
  /** Permission bits. */
  readonly mode: number;
  /** The user that owns it. */
  readonly uid: number;
  /** The group that owns it. */
  readonly gid: number;
  /** Names that it has; 0: it is on the orphan list. */
  readonly links: number;
  /** Its size as the disk knows it (i_disksize): what was only written to the page cache does not count. */
  readonly sizeBytes: number;
  /** Pages from its start that were there before the run, in blocks that nobody models. */
  readonly unknownPages: number;
  /** It is the root directory of a file system, and needs no name. */
  readonly isRoot: boolean;
  /** Where a symbolic link leads; empty for everything else. */
  readonly target: string;
}

/** One change. */
export type DiskChange =
  /** An inode is as it says, from now on. */
  | {
    readonly what: "inode";
    readonly event: number;
    readonly inode: number;
    readonly attributes: DiskAttributes;
  }
  /** An inode is gone, with its blocks. */
  | { readonly what: "inodeGone"; readonly event: number; readonly inode: number }
  /** Page index + i of a file lies in block + i; with block 0 the pages are holes. */
  | {
    readonly what: "blocks";
    readonly event: number;
    readonly inode: number;
    readonly index: number;
    readonly count: number;
    readonly block: number;
  }
  /** Pages of a file get other numbers, and leave holes behind. */
  | {
    readonly what: "moved";
    readonly event: number;
    readonly inode: number;
    readonly index: number;
    readonly count: number;
    readonly toIndex: number;
  }
  /** The file was cut within a page that has a block: the page is written before the commit, with zeros behind the end. */
  | {
    readonly what: "zeroed";
    readonly event: number;
    readonly inode: number;
    readonly index: number;
    /** What the page holds from then on. */
    readonly content: Content;
  }
  /** A name in a directory stands for an inode; for none any more with inode 0. */
  | {
    readonly what: "entry";
    readonly event: number;
    readonly directory: number;
    readonly name: string;
    readonly inode: number;
  };

/** The fields of attributes in a digest record. */
export function attributeFields(attributes: DiskAttributes): RecordField[] {
  const { fileKind, mode, uid, gid, links, sizeBytes, unknownPages, isRoot, target } = attributes;
  return [fileKind, mode, uid, gid, links, sizeBytes, unknownPages, isRoot, target];
}

/** The fields of a change's digest record; its place in the journal is the key. */
export function changeFields(change: DiskChange): RecordField[] {
  const { what, event } = change;
  switch (what) {
    case "inode":
      return [what, event, change.inode, ...attributeFields(change.attributes)];
    case "inodeGone":
      return [what, event, change.inode];
    case "blocks":
      return [what, event, change.inode, change.index, change.count, change.block];
    case "moved":
      return [what, event, change.inode, change.index, change.count, change.toIndex];
    case "zeroed":
      return [what, event, change.inode, change.index, hashLo(change.content), hashHi(change.content)];
    case "entry":
      return [what, event, change.directory, change.name, change.inode];
  }
}

/** A change in a sentence, for people. */
export function changeText(change: DiskChange): string {
  switch (change.what) {
    case "inode":
      return `inode ${change.inode}: ${change.attributes.sizeBytes} bytes, ${change.attributes.links} names`;
    case "inodeGone":
      return `inode ${change.inode} is gone`;
    case "blocks": {
      const pages = `pages ${change.index} to ${change.index + change.count - 1} of inode ${change.inode}`;
      return change.block === 0 ? `${pages} are holes` : `${pages} lie in blocks from ${change.block} on`;
    }
    case "moved":
      return `pages from ${change.index} on of inode ${change.inode} move to ${change.toIndex}`;
    case "zeroed":
      return `page ${change.index} of inode ${change.inode} is zeros behind the end of the file`;
    case "entry":
      return change.inode === 0
        ? `the name ${change.name} is gone`
        : `the name ${change.name} stands for inode ${change.inode}`;
  }
}
