/** Tests of page-table entries in the digest. */
import { assertEquals } from "@std/assert";
import { presentPte, swappedPte } from "../memory/pte.ts";
import { Digest, mixTerm, RecordHasher } from "../state/digest.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { addPteTerm, EntryChanges, mapEntries, setPte, takeEntries, takenEntries } from "./entries.ts";

function emptySum() {
  return { digest: new Digest(), hasher: new RecordHasher() };
}

Deno.test("entries of frames that follow one another add what they add one by one, and list what they replace", () => {
  const first = 2 ** 35 + 16 + 2;
  const [together, alone] = [emptySum(), emptySum()];
  const leaf = new Int32Array(16);
  const pte = presentPte(2 ** 23 - 2, true, true);
  const replaced = [leaf[4] = 77, leaf[9] = swappedPte(3)];
  replaced.forEach((before, index) => addPteTerm(together, 7, first + [2, 7][index], mixTerm(before)));
  assertEquals(mapEntries(together, 7, leaf, 2, first, 12, pte), 2);
  assertEquals([...takenEntries.subarray(0, 2)], replaced);
  for (let step = 0; step < 12; step++) {
    assertEquals(leaf[2 + step], presentPte(2 ** 23 - 2 + step, true, true));
    addPteTerm(alone, 7, first + step, mixTerm(leaf[2 + step]));
  }
  assertEquals([...leaf.subarray(0, 2), ...leaf.subarray(14)], [0, 0, 0, 0]);
  assertEquals(together.digest.toHex(), alone.digest.toHex());
  assertEquals(mapEntries(together, 7, leaf, 2, first, 12, pte), 12);
  assertEquals(together.digest.toHex(), alone.digest.toHex());
});

Deno.test("entries that are taken leave the digest, and those that are not absent are listed", () => {
  const sum = emptySum();
  const leaf = Int32Array.of(0, 5, 0, -1, -(2 ** 31), 2 ** 31 - 1, 0, 3, 0);
  for (let step = 0; step < 7; step++) addPteTerm(sum, 7, 33 + step, mixTerm(leaf[1 + step]));
  assertEquals(takeEntries(sum, 7, leaf, 1, 33, 4, 0), 3);
  assertEquals([...takenEntries.subarray(0, 3)], [5, -1, -(2 ** 31)]);
  assertEquals(takeEntries(sum, 7, leaf, 5, 37, 3, 3), 5);
  assertEquals([...takenEntries.subarray(0, 5)], [5, -1, -(2 ** 31), 2 ** 31 - 1, 3]);
  assertEquals(takeEntries(sum, 7, leaf, 8, 40, 1, 5), 5);
  assertEquals(takeEntries(sum, 7, leaf, 8, 40, 1, 0), 0);
  assertEquals(sum.digest.toHex(), new Digest().toHex());
  assertEquals(leaf[1], 5);
});

Deno.test("the same entry of another page, near or far, or of another space, adds something else", () => {
  const pages: [space: number, page: number][] = [
    [1, 5],
    [1, 6],
    [1, 5 + 16],
    [1, 5 + 2 ** 32],
    [1, 2 ** 35],
    [2, 5],
  ];
  const sums = pages.map(([space, page]) => {
    const sum = emptySum();
    addPteTerm(sum, space, page, mixTerm(77));
    return sum.digest.toHex();
  });
  assertEquals(new Set(sums).size, pages.length);
});

Deno.test("an entry that is written and made absent again leaves the digest as it was", () => {
  const { state, space } = givenProcess();
  const before = state.digest.toHex();
  const leaf = space.pages.own(state.epoch, 100);
  const offset = space.pages.at;
  setPte(state, space, leaf, offset, 100, 0x505);
  assertEquals([leaf[offset], state.digest.toHex() === before], [0x505, false]);
  setPte(state, space, leaf, offset, 100, 0);
  assertEquals(state.digest.toHex(), before);
});

Deno.test("changes that were noted are added together, and forgotten", () => {
  const first = 2 ** 35 + 16;
  const [together, alone] = [emptySum(), emptySum()];
  const changes = new EntryChanges();
  for (const [step, before, after] of [[0, 0, 5], [3, 7, 9], [15, 2 ** 31 - 1, 0]]) {
    changes.note(first + step, before, after);
    addPteTerm(alone, 7, first + step, mixTerm(after));
    addPteTerm(alone, 7, first + step, -mixTerm(before));
  }
  changes.add(together, 7, first + 4);
  changes.add(together, 7, first);
  assertEquals(together.digest.toHex(), alone.digest.toHex());
});
