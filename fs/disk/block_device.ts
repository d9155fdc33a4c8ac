/**
 * The simulated block device: blocks of a page each, behind a write cache that a power cut empties.
 *
 *      write ──▶ [ version │ version │ version ]  in the cache, in order of writing
 *                     └─────────┴─────────┴──▶ flush ──▶ the last one is durable, the others are gone
 *      power cut ──▶ the durable version, or any that waits in the cache: nobody knows which      (power_cut.ts)
 *
 *   BD1  A block is written whole or not at all.
 *   BD2  Blocks wait in the cache independently of each other: only a flush puts writes into an order.
 *   BD3  A block is in `waiting` exactly when it has a version that is not durable.
 */

import {
  addRecord,
  type CanonicalRecord,
  type Content,
  type DigestSum,
  hashHi,
  hashLo,
  ObjectTable,
  type RecordField,
  subtractRecord,
} from "@palimpsest/kernel";

/** Record kind of a block in the digest. */
export const RECORD_BLOCK = 80;

/** A version of a block that is not durable. */
export interface WaitingWrite {
  /** The event that wrote it. */
  readonly event: number;
  /** What was written. */
  readonly content: Content;
}

/** What a block may hold after a power cut. */
export interface BlockVersions {
  /** What it holds for certain when nothing waits; undefined when it was never flushed. */
  readonly durable: Content | undefined;
  /** What was written since, in order. */
  readonly waiting: readonly WaitingWrite[];
}

const NEVER_WRITTEN: BlockVersions = { durable: undefined, waiting: [] };

/** The blocks of the device that were ever written, by number. */
export class BlockDevice {
  private constructor(
    readonly blocks: ObjectTable<BlockVersions>,
    private readonly waiting: ObjectTable<true>,
  ) {}

  /** A device that nobody wrote to, owned by `epoch`. */
  static empty(epoch: number): BlockDevice {
    return new BlockDevice(new ObjectTable(epoch), new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): BlockDevice {
    return new BlockDevice(this.blocks.clone(epoch), this.waiting.clone(epoch));
  }

  /** Blocks that have a version in the cache. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** What a reader of the block finds: what was written last. */
  read(block: number): Content {
    const { durable, waiting } = this.blocks.get(block) ?? NEVER_WRITTEN;
    return waiting.at(-1)?.content ?? durable ?? 0;
  }

  /** Writes a block. */
  write(sum: DigestSum, epoch: number, block: number, write: WaitingWrite): void {
    const { durable, waiting } = this.blocks.get(block) ?? NEVER_WRITTEN;
    this.put(sum, epoch, block, { durable, waiting: [...waiting, write] });
    this.waiting.set(epoch, block, true);
  }

  /** Makes everything durable that waits (FLUSH). */
  flush(sum: DigestSum, epoch: number): void {
    for (let block = this.waiting.next(0); block >= 0; block = this.waiting.next(block + 1)) {
      this.put(sum, epoch, block, { durable: this.read(block), waiting: [] });
      this.waiting.remove(epoch, block);
    }
  }

  /** Forgets what a block held: nobody can reach it any more, not even after a power cut. */
  forget(sum: DigestSum, epoch: number, block: number): void {
    this.put(sum, epoch, block, undefined);
    this.waiting.remove(epoch, block);
  }

  /** Every block as a record of the digest. */
  *records(): Generator<CanonicalRecord> {
    for (const [block, versions] of this.blocks.entries()) yield [RECORD_BLOCK, block, versionFields(versions)];
  }

  private put(sum: DigestSum, epoch: number, block: number, versions: BlockVersions | undefined): void {
    const before = this.blocks.get(block);
    if (before !== undefined) subtractRecord(sum, RECORD_BLOCK, block, versionFields(before));
    if (versions === undefined) {
      this.blocks.remove(epoch, block);
      return;
    }
    this.blocks.set(epoch, block, versions);
    addRecord(sum, RECORD_BLOCK, block, versionFields(versions));
  }
}

function versionFields({ durable, waiting }: BlockVersions): RecordField[] {
  const fields: RecordField[] = durable === undefined ? [false] : [true, hashLo(durable), hashHi(durable)];
  for (const { event, content } of waiting) fields.push(event, hashLo(content), hashHi(content));
  return fields;
}
