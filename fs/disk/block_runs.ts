/**
 * Blocks that are free, in runs: first block of a run ──▶ how many.
 *
 *   BR1  Runs do not overlap. Neighbours that come one after the other become one run.
 */

import { ObjectTable } from "@palimpsest/kernel";

/** A run of blocks. */
export interface BlockRun {
  /** The first block. */
  readonly block: number;
  /** How many. */
  readonly count: number;
}

/** A set of blocks. */
export class BlockRuns {
  private lastStart = -1;

  private constructor(private readonly runs: ObjectTable<number>) {}

  /** No blocks, owned by `epoch`. */
  static empty(epoch: number): BlockRuns {
    return new BlockRuns(new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): BlockRuns {
    const copy = new BlockRuns(this.runs.clone(epoch));
    copy.lastStart = this.lastStart;
    return copy;
  }

  /** Adds blocks. */
  add(epoch: number, { block, count }: BlockRun): void {
    const last = this.lastStart >= 0 ? this.runs.get(this.lastStart) : undefined;
    if (last !== undefined && this.lastStart + last === block) {
      this.runs.set(epoch, this.lastStart, last + count);
      return;
    }
    this.runs.set(epoch, block, count);
    this.lastStart = block;
  }

  /** Takes blocks out, from the start of a run that has as many. */
  take(epoch: number, { block, count }: BlockRun): void {
    const before = this.runs.get(block)!;
    this.runs.remove(epoch, block);
    if (before > count) this.runs.set(epoch, block + count, before - count);
    if (this.lastStart === block) this.lastStart = -1;
  }

  /** The run with the lowest numbers, or undefined. */
  first(): BlockRun | undefined {
    const block = this.runs.next(0);
    return block < 0 ? undefined : { block, count: this.runs.get(block)! };
  }

  /** Every run, by its first block. */
  *all(): Generator<BlockRun> {
    for (const [block, count] of this.runs.entries()) yield { block, count };
  }
}
