/**
 * Which files of a disk have changed pages, as far as events tell: for background write-back, which is live and decides. Replay
 * needs none of it.
 *
 *   DF1  A file is in the list since the event that changed its first page; fsync() and the like take it out.
 *   DF2  `mostPages` is never less than the changed pages that there are: each event adds what it may have changed, and
 *        count() makes it exact.
 */

import {
  type AnyRecord,
  dirtyPages,
  FAULT_ACCESS,
  FS_EXT4,
  type Inode,
  pagesSpanning,
  type State,
} from "@palimpsest/kernel";

/** Pages that one fault may change: those of the largest folio. */
const FOLIO_PAGES = 512;
const WRITING_CALLS = new Set(["write", "pwrite64", "ftruncate", "fallocate", "writev", "pwritev"]);
const SYNCING_CALLS = new Set(["fsync", "fdatasync"]);

/** Files with changed pages. */
export class DirtyFiles {
  /** Since when each has them, in nanoseconds of virtual time. */
  readonly since = new Map<number, number>();
  /** Changed pages, at most. */
  mostPages = 0;

  /** Told of an event that happened. */
  note(state: State, header: AnyRecord, outcome: Readonly<Record<string, unknown>>, now: number): void {
    const { kind } = header;
    if (kind === "fault") {
      if (((header.access as number) & FAULT_ACCESS.write) !== 0) this.noteFault(state, header, now);
      return;
    }
    const isWriting = WRITING_CALLS.has(kind);
    if (!isWriting && !SYNCING_CALLS.has(kind)) {
      if (kind === "sync" || kind === "syncfs") this.since.clear();
      return;
    }
    const inode = inodeBehind(state, header.process as number, header.fd as number);
    if (inode === undefined) return;
    if (isWriting) this.add(inode, now, pagesSpanning(Math.max(0, outcome.result as number)) + 1);
    else this.since.delete(inode.id);
  }

  /** Counts the changed pages of all files of the disk; the files that turn out to have none leave the list. */
  count(state: State): number {
    let pages = 0;
    for (const id of [...this.since.keys()]) {
      const inode = state.inodes.get(id);
      const count = inode === undefined ? 0 : dirtyPageCount(state, inode);
      if (count === 0) this.since.delete(id);
      pages += count;
    }
    this.mostPages = pages;
    return pages;
  }

  private noteFault(state: State, header: AnyRecord, now: number): void {
    const process = state.processes.get(header.process as number);
    if (process === undefined || process.space === 0) return;
    const vma = state.space(process.space).vmaAt(header.page as number);
    const inode = vma === undefined || vma.inode === 0 ? undefined : diskInode(state, vma.inode);
    if (inode !== undefined) this.add(inode, now, FOLIO_PAGES);
  }

  private add({ id }: Inode, now: number, pages: number): void {
    if (!this.since.has(id)) this.since.set(id, now);
    this.mostPages += pages;
  }
}

function inodeBehind(state: State, pid: number, fd: number): Inode | undefined {
  const file = state.processes.get(pid)?.descriptors.get(fd)?.file;
  return file === undefined ? undefined : diskInode(state, state.file(file).inode);
}

function diskInode(state: State, id: number): Inode | undefined {
  const inode = state.inodes.get(id);
  return inode?.making.fileSystem === FS_EXT4 ? inode : undefined;
}

/** Cached pages of a file that were changed and lie before its end. */
export function dirtyPageCount(state: State, inode: Inode): number {
  return [...dirtyPages(state, inode, 0, pagesSpanning(inode.sizeBytes))].length;
}
