/** Tests of the set of numbers against a Set. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { NumberSet } from "./number_set.ts";

/** Numbers of blocks: of a program, of its heap, of its stack. */
const BASES = [0, 2, 510, 512, 2 ** 20, 2 ** 26 - 40];

Deno.test("a set of numbers and its earlier versions hold what a Set holds", () => {
  const random = new Random(7);
  const versions: [NumberSet, Set<number>][] = [];
  let set = NumberSet.create(1);
  const model = new Set<number>();
  for (let epoch = 1; epoch < 30; epoch++) {
    for (let step = 0; step < 60; step++) {
      const number = random.pick(BASES) + random.below(40);
      if (random.chance(1, 2)) {
        set.add(epoch, number);
        model.add(number);
      } else {
        set.remove(epoch, number);
        model.delete(number);
      }
      assertEquals(set.has(number), model.has(number));
    }
    versions.push([set, new Set(model)]);
    set = set.clone(epoch + 1);
  }
  for (const [version, numbers] of versions) {
    const sorted = [...numbers].sort((one, other) => one - other);
    assertEquals([...version.numbers()], sorted);
    for (const base of BASES) {
      for (let number = base; number < base + 42; number++) {
        assertEquals(version.next(number), sorted.find((other) => other >= number) ?? -1);
      }
    }
  }
});

Deno.test("a set that lost its last number has no leaf", () => {
  const set = NumberSet.create(1);
  set.add(1, 70);
  set.add(1, 71);
  set.remove(1, 70);
  set.remove(1, 9);
  assertEquals([set.words.leafCount, set.next(0)], [1, 71]);
  set.remove(1, 71);
  assertEquals([set.words.leafCount, set.next(0)], [0, -1]);
});
