/** Tests of packed sparse pages: they are unpacked with the same bytes and the same hash. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { equalContents, hashHi, hashLo } from "./content.ts";
import { packSparsePages, unpackSparsePages } from "./packed_sparse_pages.ts";
import { SparsePages } from "./sparse_pages.ts";

Deno.test("sparse pages are unpacked with what they held, and tell its hash", () => {
  const random = new Random(8);
  const pages = SparsePages.create(1);
  for (let count = 0; count < 4000; count++) {
    const frame = random.below(random.pick([100, 2 ** 20]));
    const lengthBytes = random.pick([8, 8, 64, 5]);
    const bytes = Uint8Array.from({ length: lengthBytes }, () => random.below(random.pick([2, 256])));
    const offset = random.below((4096 - lengthBytes) / 4) * 4;
    const isDone = random.chance(1, 5)
      ? pages.fill(1, frame, 8 * random.below(256), 8 * random.between(1, 256), random.between(1, 255))
      : pages.write(1, frame, offset, bytes);
    if (!isDone && pages.has(frame)) pages.drop(1, frame);
  }
  const hashes = new Map<number, number[]>();
  const unpacked = unpackSparsePages(
    5,
    packSparsePages(pages),
    (frame, lo, hi) => hashes.set(frame, [lo, hi]),
  );
  assertEquals([...unpacked.frames()], [...pages.frames()]);
  assertEquals([...hashes.keys()], [...pages.frames()]);
  for (const frame of pages.frames()) {
    const content = pages.content(0, frame);
    assert(equalContents(content, unpacked.content(0, frame)), `frame ${frame}`);
    assertEquals(hashes.get(frame), [hashLo(content) | 0, hashHi(content) | 0]);
  }
});

Deno.test("a page with a word in it takes some ten bytes", () => {
  const pages = SparsePages.create(1);
  const bytes = Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 9);
  for (let frame = 0; frame < 100; frame++) pages.write(1, frame, 64 * (frame % 64), bytes);
  assert(packSparsePages(pages).length < 1400, `${packSparsePages(pages).length} bytes`);
});
