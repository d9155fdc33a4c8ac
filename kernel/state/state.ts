/**
 * The root of the kernel's state, and its checkpoints.
 *
 * Everything hangs below this object in persistent tables: a record or node is changed in place while its epoch is the
 * state's own, and copied first otherwise. checkpoint() hands out a second state that shares all of it, in O(1).
 *
 *   ST1  Only reducers (kernel/reduce/) change a state.
 *   ST2  Two states never have the same epoch: each takes fresh ones from the clock they share.
 *   ST3  The digest is the sum of the hashes of all canonical records (record_kind.ts).
 */

import { assertThat } from "../assert.ts";
import { MAX_SWAP_SLOT_COUNT } from "../limits.ts";
import { F_SLOTTED, F_SPARSE, F_USED, FLAGS, SLOT } from "../memory/frame.ts";
import { ZERO_FRAME } from "../memory/pte.ts";
import type { AnonVma } from "./anon_vma.ts";
import type { Content } from "./content.ts";
import { type CanonicalRecord, Digest, RecordHasher } from "./digest.ts";
import { FrameMap } from "./frame_map.ts";
import { FrameTable } from "./frame_table.ts";
import type { Inode } from "./inode.ts";
import { ObjectTable } from "./object_table.ts";
import type { OpenFile } from "./open_file.ts";
import type { Process } from "./process.ts";
import type { Space } from "./space.ts";
import { SparsePages } from "./sparse_pages.ts";

/** No state has this epoch: what is made under it never changes again. */
const NO_EPOCH = 0;

/** Hands out epochs; one for all states that descend from one boot. */
export class EpochClock {
  private last = 0;

  /** An epoch that no state has had. */
  next(): number {
    return ++this.last;
  }
}

/** What another package keeps in the state (fs: its directories and pipes). */
export interface Slice {
  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Slice;
  /** Bytes of what epochs after `epoch` made, about; for the budget of checkpoints (state_bytes.ts). */
  bytesSince?(epoch: number): number;
  /** Every canonical record that the slice's reducers keep in the digest, for the check of it. */
  records?(): Iterable<CanonicalRecord>;
}

/** The largest number handed out so far, by what it names. */
export interface Counters {
  /** Of address spaces. */
  space: number;
  /** Of anon_vmas. */
  anonVma: number;
  /** Of open files. */
  file: number;
  /** Of inodes. */
  inode: number;
  /** Of processes. */
  process: number;
  /** Of swap slots. */
  slot: number;
}

/** A swap slot in use. */
export interface SwapSlot {
  /** What was written to it; 0 while the only copy is in the swap cache. */
  readonly content: Content;
  /** PTEs and page-cache entries that name it; the swap cache is not counted. 0: a mapped frame keeps it. */
  readonly references: number;
  /** The frame in the swap cache that holds the same content, or -1. */
  readonly frame: number;
}

/** The whole state of the machine after some event. */
export class State {
  /** Whose nodes may be written in place: those of this epoch alone. */
  epoch: number;
  /** Processes by pid. */
  processes: ObjectTable<Process>;
  /** Address spaces by id. */
  spaces: ObjectTable<Space>;
  /** Open files by id. */
  files: ObjectTable<OpenFile>;
  /** Inodes by id. */
  inodes: ObjectTable<Inode>;
  /** anon_vmas by id. */
  anonVmas: ObjectTable<AnonVma>;
  /** One record a frame (memory/frame.ts). */
  frames: FrameTable;
  /** Contents of the frames marked F_CONTENT. */
  contents: ObjectTable<Content>;
  /** Pages of the frames marked F_SPARSE. */
  sparsePages: SparsePages;
  /** Which frames are free: says the same as `frames`. */
  readonly frameMap: FrameMap;
  /** Swap slots that are in use. */
  slots: ObjectTable<SwapSlot>;
  /** Which swap slots are free: says the same as `slots`. */
  readonly slotMap: FrameMap;
  /** Of the slots in use, those that no entry names: mapped frames keep them (SW3). Follows from the slots. */
  keptSlotCount = 0;
  /** The slices that other packages added, by name. */
  slices = new Map<string, Slice>();
  /** The last ids that were given. */
  counters: Counters = { space: 0, anonVma: 0, file: 0, inode: 0, process: 0, slot: 0 };
  /** What puts the frames that user code is writing to into the digest (pending_stores.ts); undefined when none is out. */
  unsettled: (() => void) | undefined;
  /** A space that went in this epoch, whose tables the next one takes over. */
  spareSpace: Space | undefined;
  private sum = new Digest();
  /** Events folded so far, boot included. */
  eventCount = 0;
  /**
   * Work of folding so far: events, effects, and the pages and 128-byte pieces they touched; some 50 ns each. Checkpoints
   * stand at equal amounts of it. Derived, and not in the digest. A live machine, which has no checkpoints, leaves out the
   * events and effects.
   */
  work = 0;
  /** Hashes records for the digest. */
  readonly hasher = new RecordHasher();

  /** The sum of the hashes of all canonical records, up to date whenever it is asked for. */
  get digest(): Digest {
    if (this.unsettled !== undefined) this.unsettled();
    return this.sum;
  }

  private constructor(
    private readonly clock: EpochClock,
    frames: { readonly frameCount: number; readonly usedCount: number },
    slots: { readonly frameCount: number; readonly usedCount: number },
  ) {
    this.epoch = clock.next();
    this.processes = new ObjectTable(this.epoch);
    this.spaces = new ObjectTable(this.epoch);
    this.files = new ObjectTable(this.epoch);
    this.inodes = new ObjectTable(this.epoch);
    this.anonVmas = new ObjectTable(this.epoch);
    this.frames = FrameTable.create(this.epoch);
    this.contents = new ObjectTable(this.epoch);
    this.sparsePages = new SparsePages(this.frames);
    this.slots = new ObjectTable(this.epoch);
    this.frameMap = new FrameMap(frames.frameCount, frames.usedCount, () => this.usedFrames());
    this.slotMap = new FrameMap(slots.frameCount, slots.usedCount, () => this.usedSlots());
  }

  /** The state before event 0: a machine of `frameCount` page frames and nothing in it. */
  static empty(frameCount: number): State {
    return new State(
      new EpochClock(),
      { frameCount, usedCount: 1 },
      { frameCount: MAX_SWAP_SLOT_COUNT, usedCount: 0 },
    );
  }

  /**
   * A second state equal to this one that shares everything; both may go their own ways. O(1). Who drops checkpoints
   * gets the memory of word tables back by compactStates() (state_compaction.ts).
   */
  checkpoint(): State {
    const sum = this.digest.clone();
    const copy = new State(this.clock, this.frameMap, this.slotMap);
    copy.processes = this.processes.clone(copy.epoch);
    copy.spaces = this.spaces.clone(copy.epoch);
    copy.files = this.files.clone(copy.epoch);
    copy.inodes = this.inodes.clone(copy.epoch);
    copy.anonVmas = this.anonVmas.clone(copy.epoch);
    copy.frames = this.frames.clone(copy.epoch);
    copy.contents = this.contents.clone(copy.epoch);
    copy.sparsePages = new SparsePages(copy.frames);
    copy.slots = this.slots.clone(copy.epoch);
    for (const [name, slice] of this.slices) copy.slices.set(name, slice.clone(copy.epoch));
    copy.counters = { ...this.counters };
    copy.keptSlotCount = this.keptSlotCount;
    copy.sum = sum;
    copy.eventCount = this.eventCount;
    copy.work = this.work;
    this.epoch = this.clock.next();
    return copy;
  }

  /** The space whose tables a new one may take over, if any: once. */
  takeSpareSpace(): Space | undefined {
    const { spareSpace, epoch } = this;
    this.spareSpace = undefined;
    return spareSpace?.epoch === epoch ? spareSpace : undefined;
  }

  /** Counts work, up to 2^31 at a time: as an integer, since adding a double would make `work` one for ever. */
  addWork(amount: number): void {
    this.work += amount | 0;
  }

  /** The frames that are in use, the zero page among them. */
  *usedFrames(): Generator<number> {
    const { frames } = this;
    yield ZERO_FRAME;
    for (const frame of frames.withLeaf()) {
      if ((frames.word(frame, FLAGS) & F_USED) !== 0) yield frame;
    }
  }

  /** The swap slots that are in use. */
  *usedSlots(): Generator<number> {
    for (const [slot] of this.slots.entries()) yield slot;
  }

  /** The process `pid`; it must exist. */
  process(pid: number): Process {
    return this.processes.get(pid) ?? missing("process", pid);
  }

  /** The address space `id`; it must exist. */
  space(id: number): Space {
    return this.spaces.get(id) ?? missing("address space", id);
  }

  /** The address space of process `pid`. */
  spaceOf(pid: number): Space {
    return this.space(this.process(pid).space);
  }

  /** The open-file description `id`; it must exist. */
  file(id: number): OpenFile {
    return this.files.get(id) ?? missing("open file", id);
  }

  /** The inode `id`; it must exist. */
  inode(id: number): Inode {
    return this.inodes.get(id) ?? missing("inode", id);
  }

  /** The anon_vma `id`; it must exist. */
  anonVma(id: number): AnonVma {
    return this.anonVmas.get(id) ?? missing("anon_vma", id);
  }

  /** The word `column` (memory/frame.ts) of the record of `frame`. */
  frameWord(frame: number, column: number): number {
    return this.frames.word(frame, column);
  }

  /** The swap slot of `frame`, or -1 when it is not in the swap cache. */
  frameSlot(frame: number): number {
    const words = this.frames.peek(frame);
    const { at } = this.frames;
    return (words[at + FLAGS] & F_SLOTTED) === 0 ? -1 : words[at + SLOT] - 1;
  }

  /** The content of `frame`: zero unless something else is kept. That of a sparse page is a copy. */
  content(frame: number): Content {
    if ((this.frames.word(frame, FLAGS) & F_SPARSE) !== 0) return this.sparsePages.content(NO_EPOCH, frame);
    return this.contents.get(frame) ?? 0;
  }
}

function missing(what: string, id: number): never {
  assertThat(false, `${what} ${id} does not exist`);
  throw new Error("unreachable");
}
