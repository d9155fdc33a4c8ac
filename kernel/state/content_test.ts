/** Tests of page contents against an array of byte values. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { PAGE_SIZE } from "../address.ts";
import { Random } from "../testing/random.ts";
import {
  type Content,
  copyBytes,
  equalContents,
  fillBytes,
  hashHi,
  hashLo,
  readByte,
  readInto,
  UNKNOWN,
  writeBytes,
} from "./content.ts";
import { ContentBytes } from "./content_bytes.ts";
import { fillHashHi, fillHashLo } from "./content_hash.ts";
import { ContentPatch } from "./content_patch.ts";

/** A page beside an array that says what it must hold: byte values or UNKNOWN. */
interface Page {
  content: Content;
  model: Int16Array;
}

function blank(): Page {
  return { content: 0, model: new Int16Array(PAGE_SIZE) };
}

/** The same content, built in one piece: unknown bytes first, then runs of known bytes. */
function rebuild(model: Int16Array): Content {
  let content: Content = UNKNOWN;
  for (let offset = 0; offset < PAGE_SIZE; offset++) {
    if (model[offset] !== UNKNOWN) {
      content = writeBytes(99999, content, offset, Uint8Array.of(model[offset]), 0, 1);
    }
  }
  return content;
}

function verify({ content, model }: Page): void {
  for (let offset = 0; offset < PAGE_SIZE; offset++) {
    if (readByte(content, offset) !== model[offset]) {
      assertEquals([offset, readByte(content, offset)], [offset, model[offset]]);
    }
  }
  const other = rebuild(model);
  assertEquals([hashLo(content), hashHi(content)], [hashLo(other), hashHi(other)]);
  assert(equalContents(content, other));
}

function randomRange(random: Random): [offset: number, lengthBytes: number] {
  if (random.chance(1, 20)) return [0, PAGE_SIZE];
  const lengthBytes = random.below(random.pick([2, 9, 70, 500, PAGE_SIZE]));
  const offset = random.below(PAGE_SIZE - lengthBytes + 1);
  // Half of them are of whole words, as runs of fills are.
  return random.chance(1, 2) ? [offset, lengthBytes] : [offset & ~3, lengthBytes & ~3];
}

function change(page: Page, epoch: number, source: Page, random: Random): void {
  const [offset, lengthBytes] = randomRange(random);
  const action = random.below(5);
  if (action < 2) {
    const bytes = Uint8Array.from({ length: lengthBytes + 5 }, () => random.next());
    page.content = writeBytes(epoch, page.content, offset, bytes, 3, lengthBytes);
    page.model.set(bytes.subarray(3, 3 + lengthBytes), offset);
  } else if (action === 2) {
    const value = random.pick([0, 0xff, 0x5a, UNKNOWN, UNKNOWN]);
    page.content = fillBytes(epoch, page.content, offset, lengthBytes, value);
    page.model.fill(value, offset, offset + lengthBytes);
  } else {
    const from = lengthBytes === PAGE_SIZE ? 0 : random.below(PAGE_SIZE - lengthBytes + 1);
    page.content = copyBytes(epoch, page.content, offset, source.content, from, lengthBytes);
    page.model.set(source.model.slice(from, from + lengthBytes), offset);
  }
}

/** So many fills of whole words come first: then runs meet everything that follows. */
function simulate(seed: number, fillCount = 0): void {
  const random = new Random(seed);
  let epoch = 1;
  const pages = [blank(), blank(), blank()];
  for (let fill = 0; fill < fillCount; fill++) {
    const page = random.pick(pages);
    const [offset, lengthBytes] = randomRange(random);
    const value = random.below(3);
    page.content = fillBytes(epoch, page.content, offset & ~3, lengthBytes & ~3, value);
    page.model.fill(value, offset & ~3, (offset & ~3) + (lengthBytes & ~3));
    if (fill % 10 === 0) verify(page);
  }
  const kept: Page[] = [];
  for (let step = 0; step < 600; step++) {
    if (random.chance(1, 30)) {
      epoch++;
      for (const page of pages) kept.push({ content: page.content, model: page.model.slice() });
    }
    change(random.pick(pages), epoch, random.pick(pages), random);
    if (step % 30 === 0) verify(random.pick(pages));
  }
  for (const page of pages) verify(page);
  for (const page of kept.slice(-20)) verify(page);
  verify(kept[0]);
}

Deno.test("a page and all its earlier versions hold what an array of bytes holds, with the hash of that", () => {
  for (let seed = 1; seed <= 6; seed++) simulate(seed);
  for (let seed = 7; seed <= 10; seed++) simulate(seed, 40);
});

Deno.test("the zero page hashes to 0 and other fills to something else", () => {
  assertEquals([hashLo(0), hashHi(0)], [0, 0]);
  const hashes = new Set<number>();
  for (let value = UNKNOWN; value < 256; value++) hashes.add(hashLo(value)).add(hashHi(value));
  assertEquals(hashes.size, 2 * 256 + 1);
});

Deno.test("the hash of known bytes stays what it is: logs hold sums of it", () => {
  const bytes = Uint8Array.from({ length: PAGE_SIZE }, (_, offset) => offset * 7);
  const content = writeBytes(1, 0, 0, bytes, 0, PAGE_SIZE);
  assertEquals([hashLo(content), hashHi(content)], [-318104504, 1225508500]);
});

Deno.test("bytes that all have one value hash as that fill", () => {
  for (const value of [0, 1, 0x80, 0xff]) {
    const content = writeBytes(1, 0x77, 0, new Uint8Array(PAGE_SIZE).fill(value), 0, PAGE_SIZE);
    assertEquals([hashLo(content), hashHi(content)], [fillHashLo(value), fillHashHi(value)]);
    assert(equalContents(content, value));
  }
});

Deno.test("bytes that all became unknown hash as the unknown page", () => {
  let content = fillBytes(1, 0, 0, 2000, UNKNOWN);
  content = fillBytes(1, content, 2000, PAGE_SIZE - 2000, UNKNOWN);
  assertEquals([hashLo(content), hashHi(content)], [hashLo(UNKNOWN), hashHi(UNKNOWN)]);
  assert(equalContents(content, UNKNOWN));
});

Deno.test("an unknown byte, a zero byte and a byte elsewhere hash differently", () => {
  const contents = [0, 1, 7, 8, 31, 32, 4095].flatMap((offset) => [
    fillBytes(1, 0, offset, 1, UNKNOWN),
    fillBytes(1, 0, offset, 1, 1),
    fillBytes(1, 0, offset, 1, 0x80),
  ]);
  assertEquals(new Set([0, ...contents].map(hashLo)).size, contents.length + 1);
  assertEquals(new Set([0, ...contents].map(hashHi)).size, contents.length + 1);
});

Deno.test("flips of the top bits of two words do not cancel in the hash", () => {
  const bytes = Uint8Array.from({ length: PAGE_SIZE }, (_, offset) => offset * 7);
  const before = writeBytes(1, 0, 0, bytes, 0, PAGE_SIZE);
  for (let word = 1; word < 1024; word++) {
    const flipped = bytes.slice();
    flipped[3] ^= 0x80;
    flipped[word * 4 + 3] ^= 0x80;
    const after = writeBytes(1, 0, 0, flipped, 0, PAGE_SIZE);
    assertNotEquals([hashLo(before), hashHi(before)], [hashLo(after), hashHi(after)]);
  }
});

Deno.test("a fill of a whole page, and a fill with what is there already, take no bytes", () => {
  const content = writeBytes(1, 0, 5, Uint8Array.of(1, 2, 3), 0, 3);
  assertEquals(fillBytes(1, content, 0, PAGE_SIZE, 9), 9);
  assertEquals(fillBytes(1, 9, 100, 50, 9), 9);
  assertEquals(copyBytes(1, UNKNOWN, 100, UNKNOWN, 0, 50), UNKNOWN);
  assertEquals(copyBytes(1, content, 0, 0, 0, PAGE_SIZE), 0);
});

Deno.test("a write under the owning epoch is in place, and under another makes a copy", () => {
  const one = writeBytes(1, 0, 0, Uint8Array.of(1), 0, 1);
  const two = writeBytes(1, one, 1, Uint8Array.of(2), 0, 1);
  const three = writeBytes(2, two, 2, Uint8Array.of(3), 0, 1);
  assertEquals([one === two, two === three], [true, false]);
  assertEquals([readByte(two, 2), readByte(three, 2)], [0, 3]);
});

Deno.test("a copy of a whole page shares its bytes, and a write to either is not seen in the other", () => {
  const bytes = Uint8Array.from({ length: PAGE_SIZE }, (_, offset) => offset);
  const page = writeBytes(1, 0, 0, bytes, 0, PAGE_SIZE);
  const copy = copyBytes(1, 0, 0, page, 0, PAGE_SIZE);
  assert(copy === page && copyBytes(2, 0, 0, page, 0, PAGE_SIZE) === page);
  const one = writeBytes(1, page, 0, Uint8Array.of(77), 0, 1);
  const other = writeBytes(1, copy, 0, Uint8Array.of(88), 0, 1);
  assertEquals([readByte(one, 0), readByte(other, 0), readByte(page, 0)], [77, 88, 0]);
});

Deno.test("a copy of a whole page of which little was written goes its own way", () => {
  const page = writeBytes(1, 0, 0, Uint8Array.of(1), 0, 1);
  const copy = copyBytes(1, 0, 0, page, 0, PAGE_SIZE);
  writeBytes(1, page, 0, Uint8Array.of(2), 0, 1);
  assertEquals([readByte(page, 0), readByte(copy, 0)], [2, 1]);
  assert(copyBytes(2, 0, 0, page, 0, PAGE_SIZE) === page);
});

Deno.test("a page becomes a patch, then bytes, and a patch again under the next epoch", () => {
  let content: Content = writeBytes(1, 0, 100, Uint8Array.of(1, 2), 0, 2);
  assert(content instanceof ContentPatch);
  for (let offset = 0; offset < PAGE_SIZE; offset += 100) {
    content = writeBytes(1, content, offset, Uint8Array.of(3), 0, 1);
  }
  assert(content instanceof ContentBytes);
  const later = writeBytes(2, content, 4095, Uint8Array.of(4), 0, 1);
  assert(later instanceof ContentPatch && later.base === content);
  assertEquals([readByte(content, 4095), readByte(later, 4095), readByte(later, 101)], [0, 4, 2]);
});

Deno.test("copyBytes() within one page moves overlapping bytes, unknown ones too", () => {
  const model = new Int16Array(PAGE_SIZE);
  let content: Content = 0;
  for (let offset = 0; offset < 300; offset++) {
    model[offset] = offset % 3 === 0 ? UNKNOWN : offset & 0xff;
    content = fillBytes(1, content, offset, 1, model[offset]);
  }
  content = copyBytes(1, content, 10, content, 0, 290);
  model.copyWithin(10, 0, 290);
  content = copyBytes(1, content, 100, content, 133, 20);
  model.copyWithin(100, 133, 153);
  verify({ content, model });
});

Deno.test("readInto() copies bytes and says when any of them is unknown", () => {
  const target = new Uint8Array(6);
  const content = fillBytes(1, 7, 100, 10, UNKNOWN);
  assertEquals([readInto(content, 90, target, 1, 4), [...target]], [true, [0, 7, 7, 7, 7, 0]]);
  assertEquals([readInto(content, 97, target, 1, 4), [...target]], [false, [0, 7, 7, 7, 0, 0]]);
  assertEquals([readInto(UNKNOWN, 0, target, 0, 6), readInto(3, 0, target, 0, 6), target[5]], [
    false,
    true,
    3,
  ]);
});

Deno.test("equalContents() tells apart a byte, and a byte that is unknown", () => {
  const page = fillBytes(1, 0, 5, 1, 9);
  assertEquals([page, UNKNOWN, 9].map((other) => equalContents(0, other)), [false, false, false]);
  assertEquals(equalContents(page, fillBytes(1, 0, 5, 1, UNKNOWN)), false);
  assertEquals(equalContents(page, fillBytes(2, 0, 5, 1, 9)), true);
});
