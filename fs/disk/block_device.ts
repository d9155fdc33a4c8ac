/**
 * The simulated block device: blocks of a page each, behind a write cache that a power cut empties.
 *
 *      write ──▶ [ version │ version │ version ]  in the cache, in order of writing
 *                     └─────────┴─────────┴──▶ flush ──▶ the last one is durable, the others are gone
 *      power cut ──▶ the durable version, or any that waits in the cache: nobody knows which      (power_cut.ts)
 *
 *   BD1  A block is written whole or not at all.
 *   BD2  Blocks wait in the cache independently of each other: only a flush puts writes into an order.
 *   BD3  The cache holds a few versions of a block; when there are more, the oldest is written out.
 *   BD4  A block is in `waiting` exactly when it has a version that is not durable.
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

/** A version of a block. */
export interface BlockWrite {
  /** The event that wrote it. */
  readonly event: number;
  /** What was written. */
  readonly content: Content;
}

/** What a block may hold after a power cut. */
export interface BlockVersions {
  /** What it holds for certain when nothing waits; undefined when it was never flushed. */
  readonly durable: BlockWrite | undefined;
  /** What was written since, in order. */
  readonly waiting: readonly BlockWrite[];
}

/** Bytes of memory of a block's versions, about, beside their contents. */
const BLOCK_BYTES = 60;
/** Versions of a block that the cache holds. */
const MOST_WAITING = 8;
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

  /** Every block that has a version in the cache, with its versions. */
  *waitingBlocks(): Generator<[number, BlockVersions]> {
    for (const [block] of this.waiting.entries()) yield [block, this.blocks.get(block)!];
  }

  /** What a reader of the block finds: what was written last. */
  read(block: number): Content {
    const { durable, waiting } = this.blocks.get(block) ?? NEVER_WRITTEN;
    return (waiting.at(-1) ?? durable)?.content ?? 0;
  }

  /** Writes a block. */
  write(sum: DigestSum, epoch: number, block: number, write: BlockWrite): void {
    const { durable, waiting } = this.blocks.get(block) ?? NEVER_WRITTEN;
    const isFull = waiting.length === MOST_WAITING;
    this.put(sum, epoch, block, {
      durable: isFull ? waiting[0] : durable,
      waiting: [...(isFull ? waiting.slice(1) : waiting), write],
    });
    this.waiting.set(epoch, block, true);
  }

  /** Makes everything durable that waits (FLUSH). */
  flush(sum: DigestSum, epoch: number): void {
    for (let block = this.waiting.next(0); block >= 0; block = this.waiting.next(block + 1)) {
      this.put(sum, epoch, block, { durable: this.blocks.get(block)!.waiting.at(-1), waiting: [] });
      this.waiting.remove(epoch, block);
    }
  }

  /** Forgets what a block held: nobody can reach it any more, not even after a power cut. */
  forget(sum: DigestSum, epoch: number, block: number): void {
    this.put(sum, epoch, block, undefined);
    this.waiting.remove(epoch, block);
  }

  /** Bytes of what epochs after `epoch` made, about; the contents are counted with the files whose storage they are. */
  bytesSince(epoch: number): number {
    return this.blocks.bytesSince(epoch, ({ waiting }) => BLOCK_BYTES + waiting.length * BLOCK_BYTES) +
      this.waiting.bytesSince(epoch, () => 0);
  }

  /** Every block as a record of the digest. */
  *records(): Generator<CanonicalRecord> {
    for (const [block, versions] of this.blocks.entries()) {
      yield [RECORD_BLOCK, block, versionFields(versions)];
    }
  }

  /** A block has these versions from now on; none: it is forgotten. */
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
  const fields: RecordField[] = [durable !== undefined];
  const versions = durable === undefined ? waiting : [durable, ...waiting];
  for (const { event, content } of versions) fields.push(event, hashLo(content), hashHi(content));
  return fields;
}
