/** Tests of packed contents: whatever was stored in a page, it is unpacked with the same bytes and the same hash. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { type Content, equalContents, fillBytes, hashHi, hashLo, writeBytes } from "./content.ts";
import { ContentBytes } from "./content_bytes.ts";
import { ContentPatch } from "./content_patch.ts";
import { ContentRuns } from "./content_runs.ts";
import { ObjectTable } from "./object_table.ts";
import { packContents, packedContentsBytes, unpackContents } from "./packed_contents.ts";

/** A content that a few random stores and fills left. */
function storedContent(random: Random): Content {
  let content: Content = random.pick([0, 0, -1, 0x41]);
  for (let store = random.below(12); store > 0; store--) {
    const lengthBytes = random.pick([1, 8, 60, 256, random.chance(1, 20) ? 4096 : 8]);
    const offset = random.below((4096 - lengthBytes) / 4 + 1) * 4;
    const source = Uint8Array.from({ length: lengthBytes }, () => random.below(random.pick([2, 256])));
    content = random.chance(1, 2)
      ? writeBytes(3, content, offset, source, 0, lengthBytes)
      : fillBytes(3, content, offset, lengthBytes, random.pick([-1, 0, 7]));
  }
  return content;
}

Deno.test("contents of every kind are unpacked with the same bytes and hashes", () => {
  const random = new Random(5);
  const table = new ObjectTable<Content>(1);
  for (let count = 0; count < 3000; count++) table.set(1, random.below(2 ** 20), storedContent(random));
  const all = [...table.entries()];
  for (const kind of [ContentRuns, ContentPatch, ContentBytes]) {
    assert(all.some(([, content]) => content instanceof kind));
  }
  const unpacked = unpackContents(9, packContents(table));
  assertEquals(unpacked.size, table.size);
  for (const [index, content] of all) {
    const other = unpacked.get(index)!;
    assert(equalContents(content, other), `content ${index}`);
    assertEquals([hashLo(other) | 0, hashHi(other) | 0], [hashLo(content) | 0, hashHi(content) | 0]);
  }
});

Deno.test("a store into a page takes some ten bytes; pages of bytes stay the objects that they are", () => {
  const table = new ObjectTable<Content>(1);
  for (let frame = 0; frame < 100; frame++) {
    table.set(1, frame, writeBytes(2, 0, 64, Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 9), 0, 8));
  }
  assert(packContents(table).bytes.length < 1600);
  const bytes = new ContentBytes(4);
  table.set(1, 7, bytes);
  const packed = packContents(table);
  assertEquals(packed.kept, [bytes]);
  assert(unpackContents(6, packed).get(7) === bytes);
  assert(packedContentsBytes(packed, 3) > packedContentsBytes(packed, 4) + 4000);
});
