/**
 * What the kernel writes to a disk by itself, in virtual time (mm/page-writeback.c, fs/fs-writeback.c, fs/jbd2). Who runs the
 * processes keeps the clock and says how far it is; every write-back and every commit is an event.
 *
 *      every 5 s                            ──▶ files changed for 30 s are written back         dirty_writeback, dirty_expire
 *      a tenth of the memory is changed     ──▶ the oldest files are written back until it is not   dirty_background_ratio
 *      a fifth                              ──▶ the same, and who writes waits for it                          dirty_ratio
 *      5 s after a transaction began        ──▶ it is committed                                    commit=5 of ext4
 *
 *   FL1  Nothing here is state: the log has the events. A machine without a clock (scripts, recordings) has no flusher.
 *   FL2  Memory is what is free and what files take, as Linux counts it.
 */

import { type AnyRecord, cacheEnd, FS_EXT4, type Machine, writeBack } from "@palimpsest/kernel";
import { DirtyFiles, dirtyPageCount } from "./dirty_files.ts";
import { diskOf } from "./disk.ts";
import { WRITE_BACK_REASON } from "./events.ts";
import { commitRunning } from "./port.ts";

const SECOND = 1_000_000_000;
/** Times of /proc/sys/vm and of ext4, in nanoseconds, and ratios in percent. */
export const FLUSHING = {
  dirtyExpire: 30 * SECOND,
  dirtyWriteback: 5 * SECOND,
  journalCommit: 5 * SECOND,
  dirtyBackgroundRatio: 10,
  dirtyRatio: 20,
} as const;

/** Background write-back of a live machine. */
export class Flusher {
  private readonly dirty = new DirtyFiles();
  private nextWake: number = FLUSHING.dirtyWriteback;
  private pagesAllowed = -1;
  private transaction = 0;
  private commitTime = Infinity;
  private writer = 0;

  /** The flusher of a machine. */
  constructor(private readonly machine: Machine) {}

  /** When something is to be done next, in nanoseconds; Infinity when nothing is changed. */
  get nextTime(): number {
    return Math.min(this.dirty.since.size > 0 ? this.nextWake : Infinity, this.commitTime);
  }

  /** Told of every event, with the time at its end. */
  note(header: AnyRecord, outcome: AnyRecord, now: number): void {
    this.dirty.note(this.machine.state, header, outcome, now);
    if (typeof header.process === "number" && header.process !== 0) this.writer = header.process;
    const { journal } = diskOf(this.machine.state);
    if (journal.runningCount === 0) {
      this.commitTime = Infinity;
    } else if (journal.runningId !== this.transaction || this.commitTime === Infinity) {
      this.transaction = journal.runningId;
      this.commitTime = now + FLUSHING.journalCommit;
    }
  }

  /** Does what is to be done up to a time. Between events only. */
  flush(now: number): void {
    if (this.dirty.since.size === 0) this.skipTo(now);
    while (this.nextTime <= now) {
      if (this.commitTime <= this.nextWake) this.commit();
      else this.wake();
    }
    this.balance();
  }

  /** Nothing is changed: the wake-ups that pass do nothing. */
  private skipTo(now: number): void {
    if (this.nextWake > now) return;
    this.nextWake = (Math.floor(now / FLUSHING.dirtyWriteback) + 1) * FLUSHING.dirtyWriteback;
  }

  /** Commits the running transaction. */
  private commit(): void {
    this.commitTime = Infinity;
    if (diskOf(this.machine.state).journal.runningCount === 0) return;
    this.machine.run({ kind: "commit", process: 0 }, (tx) => {
      commitRunning(tx);
      return {};
    });
  }

  /** Writes back what was changed long ago. */
  private wake(): void {
    const now = this.nextWake;
    this.nextWake += FLUSHING.dirtyWriteback;
    for (const [inode, since] of [...this.dirty.since]) {
      if (now - since >= FLUSHING.dirtyExpire) this.writeBack(inode, WRITE_BACK_REASON.age, 0);
    }
  }

  /** Writes back when too much of the memory is changed (balance_dirty_pages). */
  private balance(): void {
    if (this.pagesAllowed < 0) this.pagesAllowed = this.share(FLUSHING.dirtyBackgroundRatio);
    if (this.dirty.mostPages <= this.pagesAllowed) return;
    let pages = this.dirty.count(this.machine.state);
    this.pagesAllowed = this.share(FLUSHING.dirtyBackgroundRatio);
    const isThrottled = pages > this.share(FLUSHING.dirtyRatio);
    const reason = isThrottled ? WRITE_BACK_REASON.throttled : WRITE_BACK_REASON.background;
    for (const [inode] of [...this.dirty.since]) {
      if (pages <= this.pagesAllowed) return;
      pages -= this.writeBack(inode, reason, isThrottled ? this.writer : 0);
    }
  }

  /** Pages that are so many percent of the memory (FL2). */
  private share(percent: number): number {
    const { state } = this.machine;
    let pages = state.frameMap.freeCount;
    for (const [, { making, cachedPages }] of state.inodes.entries()) {
      if (making.fileSystem === FS_EXT4) pages += cachedPages;
    }
    return Math.floor(pages * percent / 100);
  }

  /** Writes a file back, if there is anything to write; how many pages. */
  private writeBack(id: number, reason: number, process: number): number {
    this.dirty.since.delete(id);
    const inode = this.machine.state.inodes.get(id);
    const pages = inode === undefined ? 0 : dirtyPageCount(this.machine.state, inode);
    if (pages === 0) return 0;
    this.dirty.mostPages = Math.max(0, this.dirty.mostPages - pages);
    this.machine.run({ kind: "writeback", process, inode: id, reason }, (tx) => {
      writeBack(tx, id, 0, cacheEnd(tx.state.inode(id)));
      return {};
    });
    return pages;
  }
}
