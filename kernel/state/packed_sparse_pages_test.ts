/** Tests of packed sparse pages: they are unpacked with the same bytes and the same hash. */
import { assert, assertEquals } from "@std/assert";
import { HASH_HI, HASH_LO } from "../memory/frame.ts";
import { Random } from "../testing/random.ts";
import { FrameTable } from "./frame_table.ts";
import { equalContents, hashHi, hashLo } from "./content.ts";
import { packSparsePages, unpackSparsePages } from "./packed_sparse_pages.ts";
import { SparsePages } from "./sparse_pages.ts";

const noFrames = (epoch: number) => FrameTable.create(epoch);

Deno.test("sparse pages are unpacked with what they held, and its hash is in the records of their frames", () => {
  const random = new Random(8);
  const frames = noFrames(1);
  const pages = new SparsePages(frames);
  for (let count = 0; count < 4000; count++) {
    const frame = random.below(random.pick([100, 2 ** 20]));
    const lengthBytes = random.pick([8, 8, 64, 5]);
    const bytes = Uint8Array.from({ length: lengthBytes }, () => random.below(random.pick([2, 256])));
    const offset = random.below((4096 - lengthBytes) / 4) * 4;
    const record = frames.own(1, frame);
    const { at } = frames;
    const isDone = random.chance(1, 5)
      ? pages.fill(record, at, 8 * random.below(256), 8 * random.between(1, 256), random.between(1, 255))
      : pages.write(record, at, offset, bytes);
    if (!isDone && pages.block(frame) !== 0) pages.drop(record, at);
  }
  const unpacked = noFrames(5);
  unpackSparsePages(5, unpacked, packSparsePages(frames));
  const others = new SparsePages(unpacked);
  assertEquals([...others.withPage()], [...pages.withPage()]);
  for (const frame of pages.withPage()) {
    const content = pages.content(0, frame);
    assert(equalContents(content, others.content(0, frame)), `frame ${frame}`);
    assertEquals(
      [unpacked.word(frame, HASH_LO), unpacked.word(frame, HASH_HI)],
      [hashLo(content) | 0, hashHi(content) | 0],
    );
  }
});

Deno.test("a page with a word in it takes some ten bytes", () => {
  const frames = noFrames(1);
  const pages = new SparsePages(frames);
  const bytes = Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 9);
  for (let frame = 0; frame < 100; frame++) {
    pages.write(frames.own(1, frame), frames.at, 64 * (frame % 64), bytes);
  }
  assert(packSparsePages(frames).length < 1400, `${packSparsePages(frames).length} bytes`);
});
