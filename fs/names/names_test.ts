/** Tests of the table of names, against a map. */
import { Random } from "../../kernel/testing/random.ts";
import { assertEquals } from "@std/assert";
import { Names } from "./names.ts";

const sorted = (names: Names) =>
  [...names.entries()].map(({ directory, name, inode }) => `${directory}/${name}=${inode}`).sort();

Deno.test("a directory holds a name once; another directory has its own", () => {
  const names = Names.empty(1);
  names.put(1, { directory: 0, name: "a", inode: 5 });
  names.put(1, { directory: 1, name: "a", inode: 6 });
  assertEquals(names.put(1, { directory: 0, name: "a", inode: 7 }), { directory: 0, name: "a", inode: 5 });
  assertEquals([names.find(0, "a")?.inode, names.find(1, "a")?.inode, names.find(2, "a")], [7, 6, undefined]);
});

Deno.test("removing gives the entry, or nothing", () => {
  const names = Names.empty(1);
  names.put(1, { directory: 0, name: "a", inode: 5 });
  assertEquals([names.remove(1, 0, "b"), names.remove(1, 0, "a")?.inode, names.find(0, "a")], [
    undefined,
    5,
    undefined,
  ]);
});

Deno.test("a copy and its source go their own ways", () => {
  const names = Names.empty(1);
  names.put(1, { directory: 0, name: "a", inode: 5 });
  const copy = names.clone(2);
  copy.put(2, { directory: 0, name: "b", inode: 6 });
  names.remove(3, 0, "a");
  assertEquals([sorted(names), sorted(copy)], [[], ["0/a=5", "0/b=6"]]);
});

Deno.test("ten thousand random changes leave the same names as a map", () => {
  const random = new Random(7);
  const names = Names.empty(1);
  const model = new Map<string, number>();
  for (let step = 0; step < 10_000; step++) {
    const directory = random.below(3);
    const name = `n${random.below(400)}`;
    if (random.chance(2, 3)) {
      names.put(1, { directory, name, inode: step });
      model.set(`${directory}/${name}`, step);
    } else {
      names.remove(1, directory, name);
      model.delete(`${directory}/${name}`);
    }
  }
  assertEquals(sorted(names), [...model].map(([key, inode]) => `${key}=${inode}`).sort());
});
