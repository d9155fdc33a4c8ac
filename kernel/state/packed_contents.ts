/**
 * Tables of contents packed into bytes: what stores left in a page takes a few bytes instead of some hundred.
 *
 *      entry = [ gap to the entry before × 4 + kind | … ]
 *
 *      kind 0  fill, or unknown      value + 1
 *           1  runs                  how many, then of each its length before it (words) and its value
 *           2  patch on a fill, or on runs:   the base (as 0, or 1 with the count of runs × 2 + 1), how many chunks, then of
 *              each its number, which of its words are not zero, and those
 *           3  kept: bytes, and patches on bytes, which stay the objects that they are
 *
 *   PC1  What is kept is shared with the table that was packed, and never changes: nobody may write under an epoch that
 *        made it.
 *   PC2  An unpacked content belongs to no epoch, and has the hash that it had.
 */

import { type Content, contentBytesSince } from "./content.ts";
import { ContentBytes } from "./content_bytes.ts";
import { CHUNK_RECORD_WORDS, chunkedPatch, ContentPatch, zeroChunks } from "./content_patch.ts";
import { ContentRuns } from "./content_runs.ts";
import { ObjectTable } from "./object_table.ts";
import { PackReader, PackWriter } from "./pack_bytes.ts";

const FILL = 0;
const RUNS = 1;
const PATCH = 2;
const KEPT = 3;
/** No state has this epoch: nobody owns what is unpacked. */
const NO_EPOCH = 0;

/** A table of contents, packed. */
export interface PackedContents {
  readonly bytes: Uint8Array;
  /** The contents that stay objects, in the order of their entries. */
  readonly kept: readonly Content[];
}

/** Packs a table that nobody writes to any more. */
export function packContents(table: ObjectTable<Content>): PackedContents {
  const writer = new PackWriter();
  const kept: Content[] = [];
  let next = 0;
  for (let index = table.next(0); index >= 0; index = table.next(index + 1)) {
    const content = table.get(index)!;
    const kind = kindOf(content);
    writer.number((index - next) * 4 + kind);
    next = index + 1;
    if (kind === KEPT) kept.push(content);
    else if (kind === PATCH) packPatch(writer, content as ContentPatch);
    else if (kind === RUNS) packRuns(writer, content as ContentRuns);
    else writer.number(content as number + 1);
  }
  return { bytes: writer.take(), kept };
}

/** The table, owned by `epoch`. */
export function unpackContents(epoch: number, { bytes, kept }: PackedContents): ObjectTable<Content> {
  const table = new ObjectTable<Content>(epoch);
  const reader = new PackReader(bytes);
  let keptCount = 0;
  for (let next = 0; reader.hasMore;) {
    const head = reader.number();
    const index = next + Math.floor(head / 4);
    const kind = head % 4;
    const content = kind === KEPT
      ? kept[keptCount++]
      : kind === PATCH
      ? unpackPatch(reader)
      : kind === RUNS
      ? unpackRuns(reader, reader.number())
      : reader.number() - 1;
    table.set(epoch, index, content);
    next = index + 1;
  }
  return table;
}

/** Bytes of memory that packed contents take which one of an epoch did not have. */
export function packedContentsBytes({ bytes, kept }: PackedContents, epoch: number): number {
  return kept.reduce<number>((sum, content) => sum + 8 + contentBytesSince(content, epoch), bytes.length);
}

function kindOf(content: Content): number {
  if (typeof content === "number") return FILL;
  if (content instanceof ContentRuns) return RUNS;
  return content instanceof ContentPatch && !(content.base instanceof ContentBytes) ? PATCH : KEPT;
}

function packRuns(writer: PackWriter, { starts, values }: ContentRuns): void {
  writer.number(starts.length);
  for (let run = 0; run < starts.length; run++) {
    writer.number(run === 0 ? 0 : starts[run] - starts[run - 1]);
    writer.number(values[run]);
  }
}

function unpackRuns(reader: PackReader, count: number): ContentRuns {
  const starts: number[] = [];
  const values: number[] = [];
  let start = 0;
  for (let run = 0; run < count; run++) {
    start += reader.number();
    starts.push(start);
    values.push(reader.number());
  }
  return new ContentRuns(NO_EPOCH, starts, values);
}

function packPatch(writer: PackWriter, { base, words }: ContentPatch): void {
  if (base instanceof ContentRuns) {
    writer.number(0);
    packRuns(writer, base);
  } else {
    writer.number(base as number + 2);
  }
  writer.number(words.length / CHUNK_RECORD_WORDS);
  for (let record = 0; record < words.length; record += CHUNK_RECORD_WORDS) {
    let used = 0;
    for (let word = CHUNK_RECORD_WORDS - 1; word > 0; word--) {
      used = 2 * used + (words[record + word] === 0 ? 0 : 1);
    }
    writer.number(words[record]);
    writer.number(used);
    for (let word = 1; word < CHUNK_RECORD_WORDS; word++) {
      if (words[record + word] !== 0) writer.word(words[record + word]);
    }
  }
}

function unpackPatch(reader: PackReader): ContentPatch {
  const head = reader.number();
  const base = head === 0 ? unpackRuns(reader, reader.number()) : head - 2;
  const words = zeroChunks(reader.number());
  for (let record = 0; record < words.length; record += CHUNK_RECORD_WORDS) {
    words[record] = reader.number();
    for (let word = record + 1, used = reader.number(); used !== 0; word++, used >>>= 1) {
      if ((used & 1) !== 0) words[word] = reader.word();
    }
  }
  return chunkedPatch(NO_EPOCH, base, words);
}
