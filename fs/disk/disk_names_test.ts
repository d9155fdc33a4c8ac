/** Tests of the names of a disk. */
import { assertEquals } from "@std/assert";
import { DiskNames } from "./disk_names.ts";

Deno.test("a directory holds a name once; another directory has its own", () => {
  const names = DiskNames.empty(1);
  for (const [directory, inode] of [[5, 7], [6, 8], [5, 9]]) names.put(1, { directory, name: "a", inode });
  assertEquals([names.find(5, "a"), names.find(6, "a"), names.find(7, "a")], [9, 8, 0]);
  assertEquals([...names.all()].length, 2);
});

Deno.test("a name that stands for nothing is gone", () => {
  const names = DiskNames.empty(1);
  names.put(1, { directory: 5, name: "a", inode: 7 });
  const copy = names.clone(2);
  names.put(3, { directory: 5, name: "a", inode: 0 });
  assertEquals([names.find(5, "a"), [...names.all()].length, copy.find(5, "a")], [0, 0, 7]);
});
