/** Tests of munmap(2): given(VMAs and pages).when(a range is unmapped).then(result, effects, what is left). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "../address.ts";
import { MAP } from "../memory/mmap_flags.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";

const ERRORS = [
  { what: "an address off a page boundary", args: { address: addressOf(100) + 1, lengthBytes: 0 } },
  { what: "an address beyond the task size", args: { address: TASK_SIZE + 4096, lengthBytes: 4096 } },
  { what: "an address in the upper half", args: { address: -4096, lengthBytes: 4096 } },
  {
    what: "a range that reaches beyond the task size",
    args: { address: TASK_SIZE - 4096, lengthBytes: 4097 },
  },
  { what: "a length that wraps to 0", args: { address: addressOf(100), lengthBytes: -1 } },
  { what: "length 0", args: { address: addressOf(100), lengthBytes: 0 } },
];

for (const { what, args } of ERRORS) {
  Deno.test(`munmap() of ${what} is EINVAL`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals([given.call("munmap", args), given.vmas()], ["EINVAL", ["100-110 rw-p"]]);
  });
}

Deno.test("munmap() splits a VMA when the hole is inside it", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([102, 103, 105], "w");
  assertEquals(given.effectsOf(() => given.call("munmap", range(103, 4))), [
    "pagesUnmap 103+4",
    "vmaPut 107-110 rw-p",
    "vmaPut 100-103 rw-p",
  ]);
  assertEquals([given.vmas(), given.residency(100, 10)], [["100-103 rw-p", "107-110 rw-p"], "..a......."]);
});

Deno.test("munmap() trims VMAs at both ends of the range, and takes out what lies between", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 5, { rights: "r" });
  given.map(120, 10, { flags: MAP.SHARED });
  assertEquals(given.call("munmap", range(105, 20)), 0);
  assertEquals(given.vmas(), ["100-105 rw-p", "125-130 rw-s"]);
  assertEquals(given.vmaAt(125).pageOffset, 5);
});

Deno.test("munmap() rounds its length up to whole pages", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("munmap", { address: addressOf(100), lengthBytes: 4097 });
  assertEquals(given.vmas(), ["102-110 rw-p"]);
});

Deno.test("munmap() where nothing is mapped is no error and has no effect", () => {
  const given = givenProcess();
  assertEquals(given.effectsOf(() => assertEquals(given.call("munmap", range(100, 10)), 0)), []);
});

Deno.test("munmap() over a sealed VMA is EPERM and unmaps nothing", () => {
  const given = givenProcess();
  given.map(100, 30);
  given.call("mseal", range(110, 10));
  assertEquals([given.call("munmap", range(100, 30)), given.space.totalPages], ["EPERM", 30]);
});

Deno.test("munmap() of a file's last mapping releases the file", () => {
  const given = givenProcess();
  given.map(100, 4, { flags: MAP.SHARED });
  given.touch(100, "w");
  assertEquals(given.effectsOf(() => given.call("munmap", range(100, 4))), [
    "pagesUnmap 100+4",
    "vmaRemove 100",
    "fileRemove",
    "cacheRemove 0+16",
    "inodeRemove",
  ]);
});
