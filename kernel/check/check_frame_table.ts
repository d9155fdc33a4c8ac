/**
 * The checker of the frame table: FT1 … FT6 (memory/frame.ts), the contents of frames (state/content.ts), and FM1 … FM3
 * (state/frame_map.ts).
 */

import { assertThat } from "../assert.ts";
import {
  F_ANON,
  F_CACHED,
  F_CONTENT,
  F_EXCLUSIVE,
  F_SLOTTED,
  F_SPARSE,
  F_USED,
  FLAGS,
  FRAME_WORDS,
  frameIndex,
  frameReferences,
  HASH_HI,
  HASH_LO,
  MAPS,
  OWNER,
  SLOT,
} from "../memory/frame.ts";
import { isPresent, pteFrame, ZERO_FRAME } from "../memory/pte.ts";
import { pageIndexIn } from "../memory/vma.ts";
import { hashHi, hashLo } from "../state/content.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { type Census, takeCensus } from "./census.ts";
import { wordsOf } from "./table_words.ts";

/** Throws a KernelAssertion unless the frame table agrees with page tables, caches, contents and the frame map. */
export function checkFrameTable(state: State, census: Census = takeCensus(state)): void {
  let usedCount = 1;
  for (const frame of state.frames.withLeaf()) {
    const leaf = state.frames.peek(frame);
    const offset = state.frames.offset(frame);
    if ((leaf[offset + FLAGS] & F_USED) === 0) {
      checkFree(state, frame, leaf, offset);
      continue;
    }
    usedCount++;
    checkUsed(state, frame, leaf, offset, census);
  }
  for (const frame of [...census.mapCounts.keys(), ...census.cached.keys()]) {
    const isUsed = (state.frameWord(frame, FLAGS) & F_USED) !== 0;
    assertThat(isUsed, () => `FT2: frame ${frame} is free, but mapped or cached`);
  }
  for (const [frame] of state.contents.entries()) {
    assertThat(
      (state.frameWord(frame, FLAGS) & F_CONTENT) !== 0,
      () => `frame ${frame} has a content, but no F_CONTENT`,
    );
  }
  checkSparseBlocks(state);
  for (const [, space] of state.spaces.entries()) checkMappedFrames(state, space);
  checkFrameMap(state, usedCount);
}

function checkFree(state: State, frame: number, leaf: Int32Array, offset: number): void {
  const words = [...leaf.subarray(offset, offset + FRAME_WORDS)];
  assertThat(words.every((word) => word === 0), () => `FT1: free frame ${frame} has the record ${words}`);
  assertThat(
    frame === ZERO_FRAME || !state.frameMap.isUsed(frame),
    () => `FM2: free frame ${frame} is used in the frame map`,
  );
}

function checkUsed(state: State, frame: number, leaf: Int32Array, offset: number, census: Census): void {
  const maps = leaf[offset + MAPS];
  const flags = leaf[offset + FLAGS];
  const inRange = frame !== ZERO_FRAME && frame < state.frameMap.frameCount;
  assertThat(inRange, () => `FM3: frame ${frame} of ${state.frameMap.frameCount} is used`);
  assertThat(state.frameMap.isUsed(frame), () => `FM2: used frame ${frame} is free in the frame map`);
  assertThat(frameReferences(leaf, offset) > 0, () => `FT2: used frame ${frame} has no reference`);
  const counted = census.mapCounts.get(frame) ?? 0;
  assertThat(maps === counted, () => `FT2: frame ${frame} has ${maps} mappings, ${counted} PTEs name it`);
  checkCached(frame, leaf, offset, census);
  checkSwapCached(state, frame, leaf, offset);
  const isExclusive = (flags & F_EXCLUSIVE) !== 0;
  const mayBe = (flags & F_ANON) !== 0 && maps <= 1;
  assertThat(
    !isExclusive || mayBe,
    () => `FT3: frame ${frame} with flags ${flags} and ${maps} mappings is exclusive`,
  );
  checkContent(state, frame, leaf, offset);
}

/** SZ5: a block is one frame's. */
function checkSparseBlocks({ sparsePages }: State): void {
  const frames = new Map<number, number>();
  for (const frame of sparsePages.withPage()) {
    const block = sparsePages.block(frame);
    const other = frames.get(block);
    assertThat(other === undefined, () => `SZ5: frames ${other} and ${frame} both have the block ${block}`);
    frames.set(block, frame);
  }
}

function checkCached(frame: number, leaf: Int32Array, offset: number, census: Census): void {
  const place = census.cached.get(frame);
  const isCached = (leaf[offset + FLAGS] & F_CACHED) !== 0;
  const owner = leaf[offset + OWNER];
  const index = frameIndex(leaf, offset);
  const agrees = place === undefined ? !isCached : isCached && place.inode === owner && place.index === index;
  assertThat(
    agrees,
    () =>
      `FT2: frame ${frame} is page ${index} of inode ${owner}${isCached ? "" : ", not cached"}; ` +
      `the page cache has it as ${
        place === undefined ? "nothing" : `page ${place.index} of inode ${place.inode}`
      }`,
  );
}

function checkSwapCached(state: State, frame: number, leaf: Int32Array, offset: number): void {
  const flags = leaf[offset + FLAGS];
  const isInSwapCache = (flags & F_SLOTTED) !== 0;
  const slot = (flags & (F_SLOTTED | F_SPARSE)) === F_SPARSE ? -1 : leaf[offset + SLOT] - 1;
  const named = state.slots.get(slot)?.frame;
  const agrees = isInSwapCache ? named === frame : slot === -1;
  assertThat(
    agrees,
    () =>
      `FT5: frame ${frame} has slot ${slot}${
        isInSwapCache ? "" : ", not in the swap cache"
      }; it names ${named}`,
  );
}

function checkContent(state: State, frame: number, leaf: Int32Array, offset: number): void {
  const kept = state.contents.get(frame);
  const isKept = (leaf[offset + FLAGS] & F_CONTENT) !== 0;
  assertThat(isKept === (kept !== undefined), () => `frame ${frame}: F_CONTENT ${isKept}, content ${kept}`);
  assertThat(kept !== 0, () => `frame ${frame} keeps a zero content`);
  const isSparse = (leaf[offset + FLAGS] & F_SPARSE) !== 0;
  const isElse = (leaf[offset + FLAGS] & (F_CONTENT | F_SLOTTED)) !== 0;
  const entryCount = state.sparsePages.entries(frame).length;
  assertThat(
    !isSparse || (!isElse && entryCount > 0),
    () => `FT6: frame ${frame} with flags ${leaf[offset + FLAGS]} has a sparse page of ${entryCount} entries`,
  );
  const content = state.content(frame);
  const [lo, hi] = [hashLo(content), hashHi(content)];
  assertThat(
    leaf[offset + HASH_LO] === lo && leaf[offset + HASH_HI] === hi,
    () =>
      `frame ${frame} has hash ${leaf[offset + HASH_LO]} ${leaf[offset + HASH_HI]}, its content ${lo} ${hi}`,
  );
}

/** FT4: frames stand in the VMAs of their owner, at their index. */
function checkMappedFrames(state: State, space: Space): void {
  for (const [page, pte] of wordsOf(space.pages)) {
    if (!isPresent(pte) || pteFrame(pte) === ZERO_FRAME) continue;
    const frame = pteFrame(pte);
    const vma = space.vmaAt(page);
    assertThat(
      vma !== undefined,
      () => `SP2: page ${page} of space ${space.id} maps frame ${frame} outside any VMA`,
    );
    const leaf = state.frames.peek(frame);
    const offset = state.frames.offset(frame);
    const owner = leaf[offset + OWNER];
    const isAnonymous = (leaf[offset + FLAGS] & F_ANON) !== 0;
    const isOwned = isAnonymous ? vma.anonChain.includes(owner) : vma.inode === owner;
    assertThat(
      isOwned,
      () =>
        `FT4: page ${page} of space ${space.id} maps frame ${frame} of owner ${owner}, which its VMA does not know`,
    );
    const index = frameIndex(leaf, offset);
    assertThat(
      index === pageIndexIn(vma, page),
      () =>
        `FT4: page ${page} of space ${space.id} has index ${
          pageIndexIn(vma, page)
        }, its frame ${frame} ${index}`,
    );
  }
}

function checkFrameMap({ frameMap }: State, usedCount: number): void {
  assertThat(
    frameMap.usedCount === usedCount,
    () => `FM2: ${usedCount} frames are used, the frame map counts ${frameMap.usedCount}`,
  );
  assertThat(frameMap.isUsed(ZERO_FRAME), "FM3: the zero page is free");
  let lowest = 0;
  while (lowest < frameMap.frameCount && frameMap.isUsed(lowest)) lowest++;
  const expected = lowest < frameMap.frameCount ? lowest : -1;
  assertThat(
    frameMap.lowestFree() === expected,
    () => `FM1: the lowest free frame is ${expected}, the frame map finds ${frameMap.lowestFree()}`,
  );
}
