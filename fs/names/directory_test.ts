/** Tests of directories, against a map. */
import { Random } from "../../kernel/testing/random.ts";
import { assertEquals } from "@std/assert";
import { Directory } from "./directory.ts";

const empty = () => new Directory(1, 9, 9, "", 1);
const listed = (directory: Directory) => {
  const found: string[] = [];
  for (let entry = directory.entryAt(directory.nextPosition); entry !== undefined;) {
    found.push(entry.name);
    entry = directory.entryAt(entry.position - 1);
  }
  return found;
};

Deno.test("a directory holds a name once, and gives what it replaced or took out", () => {
  const directory = empty();
  directory.put(1, "a", 5);
  assertEquals(directory.put(1, "a", 7)?.inode, 5);
  assertEquals([directory.find("a")?.inode, directory.find("b"), directory.size], [7, undefined, 1]);
  assertEquals([directory.remove(1, "b"), directory.remove(1, "a")?.inode, directory.size], [
    undefined,
    7,
    0,
  ]);
});

Deno.test("a listing shows the newest name first, and a name put again is the newest", () => {
  const directory = empty();
  for (const name of ["a", "b", "c"]) directory.put(1, name, 5);
  assertEquals(listed(directory), ["c", "b", "a"]);
  directory.put(1, "a", 6);
  assertEquals(listed(directory), ["a", "c", "b"]);
});

Deno.test("a listing that stopped at a name that is gone goes on with the next one", () => {
  const directory = empty();
  for (const name of ["a", "b", "c"]) directory.put(1, name, 5);
  const { position } = directory.find("b")!;
  directory.remove(1, "b");
  assertEquals(directory.entryAt(position)?.name, "a");
});

Deno.test("names whose hashes are the same are told apart", () => {
  const directory = empty();
  // FNV-1a gives these two the same 32 bits.
  directory.put(1, "costarring", 1);
  directory.put(1, "liquid", 2);
  assertEquals([directory.find("costarring")?.inode, directory.find("liquid")?.inode], [1, 2]);
});

Deno.test("ten thousand random changes leave the same names as a map", () => {
  const random = new Random(7);
  const directory = empty();
  const model = new Map<string, number>();
  for (let step = 0; step < 10_000; step++) {
    const name = `n${random.below(400)}`;
    if (random.chance(2, 3)) {
      directory.put(1, name, step);
      model.delete(name);
      model.set(name, step);
    } else {
      directory.remove(1, name);
      model.delete(name);
    }
  }
  assertEquals(listed(directory).reverse(), [...model.keys()]);
  assertEquals([...directory.entriesByName()].length, model.size);
});
