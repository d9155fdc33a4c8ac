/** Tests of changes of metadata as records and as sentences. */
import { assertEquals } from "@std/assert";
import { changeFields, changeText, type DiskChange } from "./disk_change.ts";

const attributes = {
  fileKind: 0,
  mode: 0o644,
  uid: 1,
  gid: 2,
  links: 1,
  sizeBytes: 100,
  unknownPages: 0,
  isRoot: false,
  target: "",
};
const CASES: readonly [DiskChange, string][] = [
  [{ what: "inode", event: 1, inode: 7, attributes }, "inode 7: 100 bytes, 1 names"],
  [{ what: "inodeGone", event: 1, inode: 7 }, "inode 7 is gone"],
  [
    { what: "blocks", event: 1, inode: 7, index: 2, count: 3, block: 50 },
    "pages 2 to 4 of inode 7 lie in blocks from 50 on",
  ],
  [{ what: "blocks", event: 1, inode: 7, index: 2, count: 3, block: 0 }, "pages 2 to 4 of inode 7 are holes"],
  [
    { what: "moved", event: 1, inode: 7, index: 2, count: 3, toIndex: 1 },
    "pages from 2 on of inode 7 move to 1",
  ],
  [
    { what: "zeroed", event: 1, inode: 7, index: 2, content: 9 },
    "page 2 of inode 7 is zeros behind the end of the file",
  ],
  [{ what: "entry", event: 1, directory: 2, name: "a", inode: 7 }, "the name a stands for inode 7"],
  [{ what: "entry", event: 1, directory: 2, name: "a", inode: 0 }, "the name a is gone"],
];

Deno.test("every change says what it is, and no two have the same fields", () => {
  for (const [change, text] of CASES) assertEquals(changeText(change), text);
  assertEquals(new Set(CASES.map(([change]) => JSON.stringify(changeFields(change)))).size, CASES.length);
});
