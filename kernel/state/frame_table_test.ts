/** Tests of the frame table, against a plain array: versions that are written, cloned, compacted in any order. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { MAX_FRAME_COUNT } from "../limits.ts";
import { F_SPARSE, FLAGS, FRAME_WORDS, MAPS, SLOT } from "../memory/frame.ts";
import { GUARD_PTE, presentPte, swappedPte } from "../memory/pte.ts";
import { Random } from "../testing/random.ts";
import { FrameTable } from "./frame_table.ts";
import { compactTables } from "./table_compaction.ts";

const FRAME_COUNT = 3000;

/** A table beside the words that it must hold, by frame and word; one that is only read has no epoch. */
interface Version {
  readonly table: FrameTable;
  readonly model: Int32Array;
  epoch: number;
}

function givenVersion(): Version {
  return { table: FrameTable.create(1), model: new Int32Array(FRAME_COUNT * FRAME_WORDS), epoch: 1 };
}

function write({ table, model, epoch }: Version, frame: number, column: number, value: number): void {
  const words = table.own(epoch, frame);
  assertEquals(table.offset(frame), table.at);
  words[table.at + column] = value;
  model[frame * FRAME_WORDS + column] = value;
}

function read(table: FrameTable, frame: number): number[] {
  const words = table.peek(frame);
  return [...words.subarray(table.at, table.at + FRAME_WORDS)];
}

function verify({ table, model }: Version): void {
  for (let frame = 0; frame < FRAME_COUNT; frame++) {
    const expected = [...model.subarray(frame * FRAME_WORDS, (frame + 1) * FRAME_WORDS)];
    assertEquals(read(table, frame), expected, `frame ${frame}`);
    assertEquals(table.word(frame, SLOT), expected[SLOT]);
  }
  const frames = new Set(table.withLeaf());
  for (let at = 0; at < model.length; at++) {
    if (model[at] !== 0) assert(frames.has(Math.floor(at / FRAME_WORDS)));
  }
}

Deno.test("a record that was never written is zero, and is written in place once it is owned", () => {
  const table = FrameTable.create(1);
  assertEquals(read(table, 70), new Array(FRAME_WORDS).fill(0));
  const words = table.own(1, 70);
  words[table.at + FLAGS] = 5;
  assertEquals([table.own(1, 70) === words, table.word(70, FLAGS), table.word(70, MAPS)], [true, 5, 0]);
  assertEquals([read(table, 71), read(table, 69)], [
    new Array(FRAME_WORDS).fill(0),
    new Array(FRAME_WORDS).fill(0),
  ]);
});

Deno.test("word() leaves the place of the record that was owned", () => {
  const table = FrameTable.create(1);
  table.own(1, 9);
  table.own(1, 2);
  const { at } = table;
  assertEquals([table.word(9, FLAGS), table.word(1000, FLAGS), table.at], [0, 0, at]);
});

Deno.test("a clone and its source go their own ways, whichever of them is written first", () => {
  for (const isSourceFirst of [true, false]) {
    const source = givenVersion();
    for (let frame = 0; frame < 40; frame++) write(source, frame, FLAGS, frame + 1);
    const copy: Version = { table: source.table.clone(2), model: source.model.slice(), epoch: 2 };
    source.epoch = 3;
    for (const version of isSourceFirst ? [source, copy] : [copy, source]) {
      for (const frame of [0, 5, 39, 400]) write(version, frame, FLAGS, 1000 * version.epoch);
    }
    verify(source);
    verify(copy);
  }
});

Deno.test("a source whose epoch a clone shares is not written under it any more", () => {
  const { table } = givenVersion();
  table.own(1, 8);
  table.clone(2);
  assertThrows(() => table.own(1, 8), KernelAssertion, "whose nodes a clone shares");
});

Deno.test("the leaves below a node are made together, and those that exist stay as they are", () => {
  const version = givenVersion();
  write(version, 100, FLAGS, 7);
  assertEquals([...version.table.withLeaf()], Array.from({ length: 64 }, (_, index) => 64 + index));
  assertEquals(version.table.tree.leafCount, 16);
  // What packed_state.ts does: single leaves are there before own() is called.
  const { table } = givenVersion();
  for (const frame of [66, 200]) table.tree.own(1, frame)[table.tree.at] = frame;
  table.own(1, 127);
  assertEquals([table.tree.leafCount, table.word(66, MAPS), table.word(200, MAPS)], [17, 66, 200]);
});

Deno.test("a clone that is only read takes no room for a directory, and one that is written finds all leaves", () => {
  const version = givenVersion();
  for (let frame = 0; frame < FRAME_COUNT; frame += 3) write(version, frame, SLOT, frame);
  const kept = version.table.clone(2);
  version.epoch = 3;
  for (let frame = 0; frame < FRAME_COUNT; frame++) write(version, frame, SLOT, -frame);
  const head: Version = { table: kept.clone(4), model: new Int32Array(version.model.length), epoch: 4 };
  for (let frame = 0; frame < FRAME_COUNT; frame += 3) head.model[frame * FRAME_WORDS + SLOT] = frame;
  verify(head);
  write(head, 2999, MAPS, 1);
  write(head, 0, MAPS, 2);
  verify(head);
  verify({
    table: kept,
    model: head.model.map((word, at) => at % FRAME_WORDS === MAPS ? 0 : word),
    epoch: -1,
  });
  verify(version);
});

Deno.test("frames out of range are refused before a directory is made for them", () => {
  const table = FrameTable.create(1);
  for (const frame of [-1, MAX_FRAME_COUNT, 2 ** 31, 2 ** 40, NaN]) {
    assertThrows(() => table.own(1, frame), KernelAssertion, `frame ${frame} is not in 0 … 16777215`);
  }
  assertEquals(table.tree.leafCount, 0);
  table.own(1, MAX_FRAME_COUNT - 1)[table.at] = 1;
  assertEquals([table.word(MAX_FRAME_COUNT - 1, MAPS), table.tree.leafCount], [1, 16]);
});

Deno.test("touch() changes nothing, whatever the entries hold", () => {
  const entries = Int32Array.of(
    0,
    GUARD_PTE,
    swappedPte(2 ** 24 - 1),
    presentPte(2 ** 24 - 1, true),
    presentPte(70, false),
  );
  const version = givenVersion();
  version.table.touch(entries, entries.length);
  verify(version);
  for (let frame = 0; frame < 200; frame++) write(version, frame, FLAGS, frame);
  const { at } = version.table;
  for (const { table } of [version, { table: version.table.clone(2) }]) table.touch(entries, entries.length);
  assertEquals(version.table.at, at);
  verify(version);
});

Deno.test("tables that were moved hold what they held, and can be written", () => {
  const version = givenVersion();
  for (let frame = 0; frame < 500; frame++) write(version, frame, FLAGS, frame);
  const kept = { table: version.table.clone(2), model: version.model.slice(), epoch: -1 };
  version.epoch = 3;
  for (let frame = 0; frame < 500; frame += 7) write(version, frame, FLAGS, 1);
  compactTables([version.table]);
  verify(version);
  for (let frame = 0; frame < 900; frame += 5) write(version, frame, MAPS, frame);
  compactTables([kept.table, version.table]);
  write(version, 3, SLOT, 4);
  verify(version);
  verify(kept);
});

/** One step of the random walk over versions. */
function step(random: Random, versions: Version[], epochs: { last: number }): void {
  const version = versions[random.below(versions.length)];
  const choice = random.below(20);
  if (choice === 0 && versions.length < 7) {
    const table = version.table.clone(++epochs.last);
    versions.push({ table, model: version.model.slice(), epoch: epochs.last });
    version.epoch = ++epochs.last;
  } else if (choice === 1 && versions.length > 3) {
    versions.splice(random.below(versions.length), 1);
  } else if (choice === 2) {
    compactTables([version.table]);
  } else {
    const base = random.below(3) === 0 ? 0 : random.below(FRAME_COUNT - 40);
    for (let count = random.below(30); count > 0; count--) {
      // No record says that it names a block (FT6): none does.
      write(version, base + random.below(40), random.below(FRAME_WORDS), random.next() & ~F_SPARSE);
    }
  }
}

Deno.test("versions that are written, cloned, moved and dropped in any order hold what a plain array holds", () => {
  for (let seed = 1; seed <= 8; seed++) {
    const random = new Random(seed);
    const versions = [givenVersion()];
    const epochs = { last: 1 };
    for (let round = 0; round < 300; round++) {
      step(random, versions, epochs);
      if (round % 60 === 59) versions.forEach(verify);
    }
  }
});
