/** Tests of the object table against a Map. */
import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { ObjectTable } from "./object_table.ts";

interface Version {
  table: ObjectTable<string>;
  epoch: number;
  model: Map<number, string>;
}

function verify({ table, model }: Version): void {
  assertEquals([...table.entries()], [...model].sort(([one], [other]) => one - other));
  assertEquals(table.size, model.size);
}

/** Dense small ids, with a few far out. */
function randomIndex(random: Random): number {
  if (random.chance(4, 5)) return random.below(200);
  return random.pick([2 ** 20, 2 ** 30 - 5, 2 ** 31 - 5, 2 ** 40 - 10]) + random.below(10);
}

function change(version: Version, random: Random): void {
  const { table, epoch, model } = version;
  const index = randomIndex(random);
  if (random.chance(2, 5)) {
    assertEquals(table.remove(epoch, index), model.delete(index));
  } else {
    const value = `value ${random.next()}`;
    table.set(epoch, index, value);
    model.set(index, value);
  }
  const probe = randomIndex(random);
  assertEquals(table.get(probe), model.get(probe));
  const following = [...model.keys()].filter((key) => key >= probe);
  assertEquals(table.next(probe), following.length === 0 ? -1 : Math.min(...following));
}

Deno.test("an object table and all its earlier versions and branches hold what a Map holds", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const random = new Random(seed);
    let lastEpoch = 1;
    const live: Version[] = [{ table: new ObjectTable<string>(1), epoch: 1, model: new Map() }];
    const kept: Version[] = [];
    const branch = (from: Version): Version => ({
      table: from.table.clone(++lastEpoch),
      epoch: lastEpoch,
      model: new Map(from.model),
    });
    for (let step = 0; step < 2000; step++) {
      const at = random.below(live.length);
      if (random.chance(1, 50) && kept.length < 40) {
        kept.push(live[at]);
        live[at] = branch(live[at]);
      } else if (random.chance(1, 100) && kept.length > 0 && live.length < 4) {
        live.push(branch(random.pick(kept)));
      } else {
        change(live[at], random);
      }
    }
    for (const version of [...live, ...kept]) verify(version);
  }
});

Deno.test("an object table that was emptied can be filled again", () => {
  const table = new ObjectTable<string>(1);
  table.set(1, 2 ** 40 - 1, "last");
  assertEquals(table.remove(1, 2 ** 40 - 1), true);
  assertEquals([table.size, table.next(0), table.get(2 ** 40 - 1)], [0, -1, undefined]);
  table.set(1, 0, "first");
  assertEquals([...table.entries()], [[0, "first"]]);
});

Deno.test("an object table refuses writes under an epoch whose nodes a clone shares, and indexes out of range", () => {
  const table = new ObjectTable<string>(1);
  table.set(1, 1, "one");
  table.clone(2);
  assertThrows(() => table.set(1, 1, "other"), Error, "epoch 1");
  assertThrows(() => table.set(3, 2 ** 40, "far"), Error, "index 1099511627776");
  assertThrows(() => table.set(3, -1, "before"), Error, "index -1");
});

Deno.test("an object table refuses to be cloned under an epoch that owned it", () => {
  const source = new ObjectTable<string>(1);
  assertThrows(() => source.clone(1), Error, "epoch 1");
  source.clone(2);
  assertThrows(() => source.clone(1), Error, "epoch 1");
});
