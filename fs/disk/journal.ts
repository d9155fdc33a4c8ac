/**
 * The journal of metadata (jbd2): changes in order, cut into transactions.
 *
 *      start                    committedEnd                  end
 *        │ transaction 7 │ transaction 8 │ running: 9 … … … … │
 *        └── on the disk, not at home yet ┘└─ in memory alone ─┘
 *
 *        note() ──▶ the change is part of the running transaction
 *        commit() ──▶ the running transaction is on the disk: it survives
 *        checkpoint() ──▶ what is committed was written home and leaves the journal
 *
 *   JN1  Changes are numbered without gaps; so are transactions.
 *   JN2  Each committed transaction holds at least one change; they lie one behind the other between start and committedEnd.
 *   JN3  The events of the changes never descend.
 *   JN4  What one event changes of an inode, step by step, is one change; but a size that shrinks frees blocks and stays.
 */

import {
  addRecord,
  type CanonicalRecord,
  type DigestSum,
  ObjectTable,
  type RecordField,
  subtractRecord,
} from "@palimpsest/kernel";
import { changeFields, type DiskChange } from "./disk_change.ts";

/** Record kind of a change in the digest, and of the journal's numbers. */
export const RECORD_CHANGE = 81;
const RECORD_JOURNAL = 82;

/** Bytes of memory of a change, about. */
const CHANGE_BYTES = 150;

/** A transaction that is on the disk. */
export interface CommittedTransaction {
  /** Its number. */
  readonly id: number;
  /** The change behind its last one. */
  readonly end: number;
}

/** The journal of a disk. */
export class Journal {
  /** The first change that is in the journal. */
  start = 0;
  /** The first change of the running transaction. */
  committedEnd = 0;
  /** The number of the next change. */
  end = 0;
  /** The number of the running transaction. */
  runningId = 1;

  private constructor(
    private readonly changes: ObjectTable<DiskChange>,
    private readonly ends: ObjectTable<number>,
  ) {}

  /** An empty journal owned by `epoch`. */
  static empty(epoch: number): Journal {
    return new Journal(new ObjectTable(epoch), new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Journal {
    const copy = new Journal(this.changes.clone(epoch), this.ends.clone(epoch));
    const { start, committedEnd, end, runningId } = this;
    return Object.assign(copy, { start, committedEnd, end, runningId });
  }

  /** Changes of the running transaction. */
  get runningCount(): number {
    return this.end - this.committedEnd;
  }

  /** Changes that are on the disk and not at home. */
  get committedCount(): number {
    return this.committedEnd - this.start;
  }

  /** The change with a number, start ≤ number < end. */
  change(number: number): DiskChange {
    return this.changes.get(number)!;
  }

  /** The committed transactions that are not at home, by number. */
  transactions(): CommittedTransaction[] {
    return [...this.ends.entries()].map(([id, end]) => ({ id, end }));
  }

  /** Adds a change to the running transaction. An inode that changed just now, in the same event, changes further (JN4). */
  note(sum: DigestSum, epoch: number, change: DiskChange): void {
    const last = this.runningCount > 0 ? this.change(this.end - 1) : undefined;
    if (last !== undefined && isFurtherChange(last, change)) {
      subtractRecord(sum, RECORD_CHANGE, this.end - 1, changeFields(last));
      this.changes.set(epoch, this.end - 1, change);
      addRecord(sum, RECORD_CHANGE, this.end - 1, changeFields(change));
      return;
    }
    this.changes.set(epoch, this.end, change);
    addRecord(sum, RECORD_CHANGE, this.end, changeFields(change));
    this.renumber(sum, () => this.end++);
  }

  /** The running transaction is on the disk; the next one begins. */
  commit(sum: DigestSum, epoch: number): void {
    this.ends.set(epoch, this.runningId, this.end);
    this.renumber(sum, () => {
      this.committedEnd = this.end;
      this.runningId++;
    });
  }

  /** Committed changes leave the journal; each is handed to `writeHome` first. */
  checkpoint(sum: DigestSum, epoch: number, writeHome: (change: DiskChange) => void): void {
    for (let number = this.start; number < this.committedEnd; number++) {
      const change = this.change(number);
      writeHome(change);
      subtractRecord(sum, RECORD_CHANGE, number, changeFields(change));
      this.changes.remove(epoch, number);
    }
    for (const { id } of this.transactions()) this.ends.remove(epoch, id);
    this.renumber(sum, () => this.start = this.committedEnd);
  }

  /** Bytes of what epochs after `epoch` made, about. */
  bytesSince(epoch: number): number {
    return this.changes.bytesSince(epoch, () => CHANGE_BYTES) + this.ends.bytesSince(epoch, () => 0);
  }

  /** The journal as records of the digest. */
  *records(): Generator<CanonicalRecord> {
    if (this.end > 0) yield [RECORD_JOURNAL, 0, this.numbers()];
    for (const [number, change] of this.changes.entries()) {
      yield [RECORD_CHANGE, number, changeFields(change)];
    }
  }

  /** The fields of the record of the journal itself. */
  private numbers(): RecordField[] {
    return [this.start, this.committedEnd, this.end, this.runningId];
  }

  /** A journal that was never used has no record. */
  private renumber(sum: DigestSum, change: () => void): void {
    if (this.end > 0) subtractRecord(sum, RECORD_JOURNAL, 0, this.numbers());
    change();
    addRecord(sum, RECORD_JOURNAL, 0, this.numbers());
  }
}

function isFurtherChange(last: DiskChange, change: DiskChange): boolean {
  if (last.what !== "inode" || change.what !== "inode" || last.event !== change.event) return false;
  return last.inode === change.inode && last.attributes.sizeBytes === change.attributes.sizeBytes;
}
