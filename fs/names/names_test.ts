/** Tests of the tables of names: given(names).when(they are changed, and copied).then(both sides are whole). */
import { assertEquals, assertThrows } from "@std/assert";
import { Directory } from "./directory.ts";
import { Names } from "./names.ts";

const sorted = (names: Names) =>
  [...names.allDirectories()].flatMap((directory) => [...directory.entries()])
    .map(({ directory, name, inode }) => `${directory}/${name}=${inode}`).sort();

Deno.test("flat tables exist as soon as they are written; other directories must be made", () => {
  const names = Names.empty(1);
  names.own(1, 0).put(1, "a", 5);
  names.own(1, 1).put(1, "a", 6);
  assertEquals([names.find(0, "a")?.inode, names.find(1, "a")?.inode, names.find(2, "a")], [5, 6, undefined]);
  assertThrows(() => names.own(1, 3), Error, "there is no directory 3");
});

Deno.test("a copy and its source go their own ways", () => {
  const names = Names.empty(1);
  names.own(1, 0).put(1, "a", 5);
  names.addDirectory(1, new Directory(1, 7, 7, "", 1));
  names.setLink(1, 9, "there");
  const copy = names.clone(2);
  copy.own(2, 0).put(2, "b", 6);
  copy.own(2, 7).put(2, "c", 7);
  names.own(3, 0).remove(3, "a");
  names.setLink(3, 9, undefined);
  assertEquals([sorted(names), sorted(copy)], [[], ["0/a=5", "0/b=6", "7/c=7"]]);
  assertEquals([names.linkTarget(9), copy.linkTarget(9)], [undefined, "there"]);
});

Deno.test("a checkpoint of ten thousand names takes what was changed since, not all of them", () => {
  const names = Names.empty(1);
  for (let index = 0; index < 10_000; index++) names.own(1, 0).put(1, `n${index}`, index);
  const copy = names.clone(2);
  const all = copy.bytesSince(0);
  copy.own(2, 0).put(2, "new", 1);
  assertEquals([all > 10_000 * 16, copy.bytesSince(1) > 0, copy.bytesSince(1) < all / 20], [
    true,
    true,
    true,
  ]);
});
