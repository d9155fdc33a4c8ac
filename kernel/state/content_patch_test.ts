/**
 * Tests of the pages of which a few chunks differ from a base. The simulations of content_test.ts go through
 * here too.
 */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { ContentBytes, fillPage, writeIntoPage } from "./content_bytes.ts";
import { pageOfBase } from "./content_base.ts";
import {
  type ContentPatch,
  copyPatch,
  fillPatch,
  hasRoom,
  pageOfPatch,
  patchOf,
  readPatch,
  readPatchByte,
  writeIntoPatch,
} from "./content_patch.ts";

/** Bytes that belong to an earlier epoch, some of them unknown. */
function olderBytes(random: Random): ContentBytes {
  const page = new ContentBytes(1);
  writeIntoPage(page, 0, Uint8Array.from({ length: 4096 }, () => random.next()), 0, 4096);
  for (let run = 0; run < 20; run++) fillPage(page, random.below(4000), random.between(1, 90), -1);
  return page;
}

function assertSame(patch: ContentPatch, page: ContentBytes): void {
  const whole = pageOfPatch(9, patch);
  assertEquals([patch.hashLo, patch.hashHi], [page.hashLo, page.hashHi]);
  assertEquals([...whole.bytes], [...page.bytes]);
  const known = (content: ContentBytes) => [...(content.unknown ?? new Int32Array(128))];
  assertEquals(known(whole), known(page));
}

Deno.test("a patch over any base holds, reads and hashes as the bytes it stands for", () => {
  const random = new Random(1);
  for (const base of [0, 0x5a, -1, olderBytes(random), olderBytes(random)]) {
    const patch = patchOf(2, base);
    const page = pageOfBase(2, base);
    for (let step = 0; step < 300; step++) {
      const lengthBytes = random.between(1, random.pick([4, 30, 200]));
      const offset = random.pick([0, 50, 1000, 4096 - 200]) + random.below(201 - lengthBytes);
      if (!hasRoom(patch, offset, lengthBytes)) continue;
      const value = random.pick([-1, 0, 0x99]);
      const bytes = Uint8Array.from({ length: lengthBytes }, () => random.next());
      if (random.chance(1, 2)) {
        fillPatch(patch, offset, lengthBytes, value);
        fillPage(page, offset, lengthBytes, value);
      } else {
        writeIntoPatch(patch, offset, bytes, 0, lengthBytes);
        writeIntoPage(page, offset, bytes, 0, lengthBytes);
      }
    }
    assert(patch.words.length > 0);
    assertSame(patch, page);
  }
});

Deno.test("readPatch() crosses from chunks to the base and back, and says when a byte is unknown", () => {
  const patch = patchOf(1, 3);
  writeIntoPatch(patch, 62, Uint8Array.of(9, 8, 7, 6), 0, 4);
  fillPatch(patch, 200, 1, -1);
  const target = new Uint8Array(6);
  assertEquals([readPatch(patch, 61, target, 0, 6), [...target]], [true, [3, 9, 8, 7, 6, 3]]);
  assertEquals([readPatch(patch, 127, target, 0, 6), [...target]], [true, [3, 3, 3, 3, 3, 3]]);
  assertEquals([readPatch(patch, 198, target, 0, 6), [...target]], [false, [3, 3, 0, 3, 3, 3]]);
  assertEquals([readPatchByte(patch, 200), readPatchByte(patch, 199), readPatchByte(patch, 65)], [-1, 3, 6]);
  assertEquals(readPatch(patchOf(1, -1), 0, target, 0, 6), false);
});

Deno.test("a patch has room for sixteen chunks, those it has not counted twice", () => {
  const patch = patchOf(1, 0);
  assertEquals([hasRoom(null, 0, 512), hasRoom(null, 0, 513), hasRoom(null, 31, 512)], [true, false, false]);
  fillPatch(patch, 0, 480, 1);
  assertEquals([hasRoom(patch, 4000, 8), hasRoom(patch, 4030, 8), hasRoom(patch, 100, 300)], [
    true,
    false,
    true,
  ]);
});

Deno.test("a copy of a patch shares its base and nothing else", () => {
  const patch = patchOf(1, 0);
  fillPatch(patch, 0, 4, 1);
  const copy = copyPatch(2, patch);
  fillPatch(copy, 0, 4, 2);
  assertEquals([readPatchByte(patch, 0), readPatchByte(copy, 0)], [1, 2]);
});
