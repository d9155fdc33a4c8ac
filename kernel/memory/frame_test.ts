/** Tests of a frame's fields: flags, owner and index, as they are packed. */
import { assertEquals } from "@std/assert";
import {
  F_CACHED,
  F_SWAP_CACHE,
  F_USED,
  FLAGS,
  FRAME_WORDS,
  frameIndex,
  frameReferences,
  MAPS,
  setFrameIndex,
} from "./frame.ts";

Deno.test("a frame's index survives beyond 31 bits", () => {
  const leaf = new Int32Array(FRAME_WORDS * 2);
  for (const index of [0, 1, 2 ** 30 - 1, 2 ** 30, 0x7ffffffff]) {
    setFrameIndex(leaf, FRAME_WORDS, index);
    assertEquals(frameIndex(leaf, FRAME_WORDS), index);
  }
});

Deno.test("references are PTEs, page cache and swap cache", () => {
  const leaf = new Int32Array(FRAME_WORDS);
  leaf[MAPS] = 3;
  leaf[FLAGS] = F_USED | F_CACHED | F_SWAP_CACHE;
  assertEquals(frameReferences(leaf, 0), 5);
});
