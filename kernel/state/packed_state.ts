/**
 * A packed state: what makes up most of a state, as bytes. A state of 130,000 pages takes 16 MB and up, packed 2 MB.
 *
 *      state ── pack ──▶ shell   processes, VMAs, files …: trees that are shared with other states, and stay trees
 *                        bytes   page tables, frame table, page caches, contents, sparse pages
 *            ◀── open ──
 *
 * Shared trees pay where states follow each other closely. Far apart, everything in them has changed, and each state would
 * take its full size; then bytes are smaller, for the time that opening takes (some tens of milliseconds).
 *
 *   PS1  What open() gives equals what was packed: the same records, the same digest.
 *   PS2  Every opened state is the caller's own; the packed one never changes.
 *   PS3  Content hashes of frames whose content is kept, or whose page is sparse, are not packed: they are those of what they
 *        hold. Nor are the blocks of sparse pages.
 */

import { F_CONTENT, F_SPARSE, FLAGS, HASH_HI, HASH_LO, SPARSE_BLOCK } from "../memory/frame.ts";
import { type Content, hashHi, hashLo } from "./content.ts";
import { NumberSet } from "./number_set.ts";
import { ObjectTable } from "./object_table.ts";
import { FrameTable } from "./frame_table.ts";
import { packContents, type PackedContents, packedContentsBytes, unpackContents } from "./packed_contents.ts";
import { packSparsePages, unpackSparsePages } from "./packed_sparse_pages.ts";
import { packWords, unpackWords } from "./packed_words.ts";
import { SparsePages } from "./sparse_pages.ts";
import { bytesSince } from "./state_bytes.ts";
import type { State } from "./state.ts";
import { WordTable } from "./word_table.ts";

/** In a packed record's flags: its hash is that of its content. */
const F_HASH_KNOWN = 1 << 30;

/** Packed tables by the number of what they belong to. */
type PackedTables = ReadonlyMap<number, Uint8Array>;
/** The entries of a space, and its page tables. */
type PackedSpace = readonly [pages: Uint8Array, tables: Uint8Array];

/** See the head of this file. */
export class PackedState {
  private constructor(
    private readonly shell: State,
    private readonly frames: Uint8Array,
    private readonly contents: PackedContents,
    private readonly sparsePages: Uint8Array,
    private readonly spaces: ReadonlyMap<number, PackedSpace>,
    private readonly caches: PackedTables,
  ) {}

  /** Packs what a state, which goes on, is now. */
  static pack(state: State): PackedState {
    const shell = state.checkpoint();
    const { epoch, contents } = shell;
    const frames = packWords(shell.frames.tree, hidingHashes(contents));
    const packed = packContents(contents);
    const sparse = packSparsePages(shell.frames);
    const spaces = packSpaces(shell);
    const caches = packCaches(shell);
    shell.frames = FrameTable.create(epoch);
    shell.contents = new ObjectTable<Content>(epoch);
    shell.sparsePages = new SparsePages(shell.frames);
    return new PackedState(shell, frames, packed, sparse, spaces, caches);
  }

  /** The state that was packed, as the caller's own. */
  open(): State {
    const state = this.shell.checkpoint();
    const { epoch } = state;
    state.contents = unpackContents(epoch, this.contents);
    state.frames = FrameTable.create(epoch);
    unpackWords(epoch, state.frames.tree, this.frames, restoringHashes(state.contents));
    state.sparsePages = new SparsePages(state.frames);
    unpackSparsePages(epoch, state.frames, this.sparsePages);
    for (const [id, [pages, tables]] of this.spaces) {
      const space = state.space(id).clone(epoch);
      space.pages = unpackColumn(epoch, pages);
      space.tables = new NumberSet(unpackWords(epoch, NumberSet.create(epoch).words, tables));
      state.spaces.set(epoch, id, space);
    }
    for (const [id, packed] of this.caches) {
      const inode = state.inode(id).clone(epoch);
      inode.cache = unpackColumn(epoch, packed);
      state.inodes.set(epoch, id, inode);
    }
    return state;
  }

  /**
   * Bytes of memory that it takes besides what it shares with an older one of the same history.
   *
   * @param epoch The epoch that the older state had when it was made.
   */
  bytesSince(older: PackedState | undefined, epoch = older?.shell.epoch ?? -1): number {
    const tables = [
      this.frames,
      this.sparsePages,
      ...[...this.spaces.values()].flat(),
      ...this.caches.values(),
    ];
    return tables.reduce((sum, { length }) => sum + length, bytesSince(this.shell, older?.shell, epoch)) +
      packedContentsBytes(this.contents, epoch);
  }
}

/** A table of records of one word. */
function unpackColumn(epoch: number, packed: Uint8Array): WordTable {
  return unpackWords(epoch, new WordTable(epoch, 1), packed);
}

/** Packs the page tables of all spaces, which get empty ones. */
function packSpaces(state: State): ReadonlyMap<number, PackedSpace> {
  const packed = new Map<number, PackedSpace>();
  for (const [id, space] of [...state.spaces.entries()]) {
    packed.set(id, [packWords(space.pages), packWords(space.tables.words)]);
    const shell = space.clone(state.epoch);
    shell.pages = new WordTable(state.epoch, 1);
    shell.tables = NumberSet.create(state.epoch);
    state.spaces.set(state.epoch, id, shell);
  }
  return packed;
}

/** Packs the page caches of all inodes, which get empty ones. */
function packCaches(state: State): PackedTables {
  const packed = new Map<number, Uint8Array>();
  for (const [id, inode] of [...state.inodes.entries()]) {
    if (inode.cache.leafCount === 0) continue;
    packed.set(id, packWords(inode.cache));
    const shell = inode.clone(state.epoch);
    shell.cache = new WordTable(state.epoch, 1);
    state.inodes.set(state.epoch, id, shell);
  }
  return packed;
}

/** Takes hashes out of frames' records that are those of their contents. */
function hidingHashes(contents: ObjectTable<Content>) {
  return (frame: number, record: Int32Array, last: Int32Array): void => {
    if ((record[FLAGS] & F_CONTENT) !== 0) {
      const content = contents.get(frame) ?? 0;
      if (record[HASH_LO] !== (hashLo(content) | 0) || record[HASH_HI] !== (hashHi(content) | 0)) return;
      record[FLAGS] |= F_HASH_KNOWN;
    } else if ((record[FLAGS] & F_SPARSE) === 0) return;
    else record[SPARSE_BLOCK] = last[SPARSE_BLOCK];
    record[HASH_LO] = last[HASH_LO];
    record[HASH_HI] = last[HASH_HI];
  };
}

/** Puts those of contents back; sparse pages bring theirs with them, and what the frames of those hold so far is zeros. */
function restoringHashes(contents: ObjectTable<Content>) {
  return (frame: number, words: Int32Array, offset: number): void => {
    const flags = words[offset + FLAGS];
    if ((flags & F_SPARSE) !== 0) {
      words[offset + FLAGS] = flags & ~F_SPARSE;
      words[offset + HASH_LO] = 0;
      words[offset + HASH_HI] = 0;
      words[offset + SPARSE_BLOCK] = 0;
    }
    if ((flags & F_HASH_KNOWN) === 0) return;
    const content = contents.get(frame) ?? 0;
    words[offset + FLAGS] = flags & ~F_HASH_KNOWN;
    words[offset + HASH_LO] = hashLo(content);
    words[offset + HASH_HI] = hashHi(content);
  };
}
