/** Tests of moving VMAs: given(a VMA with or without pages).when(it is moved).then(where VMAs, pages and anon_vmas are). */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { MAP } from "./mmap_flags.ts";
import { moveVma, type VmaMove } from "./move_vma.ts";

function move(
  given: MachineFixture,
  page: number,
  count: number,
  newPage: number,
  wish: Partial<VmaMove> = {},
) {
  given.setUp((tx) => {
    const vma = given.vmaAt(page);
    moveVma(tx, vma, { page, oldCount: count, newCount: count, newPage, keepSource: false, ...wish });
  });
}

Deno.test("a VMA that never had a page takes the offset of its new place, and merges there", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(300, 10);
  assertEquals(given.effectsOf(() => move(given, 100, 10, 310)), ["vmaPut 300-320 rw-p", "vmaRemove 100"]);
});

Deno.test("a VMA with pages keeps its offset, so that it does not merge where it is new", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(103, "w");
  given.map(300, 10);
  assertEquals(
    given.effectsOf(() => move(given, 100, 10, 310)),
    [
      "vmaPut 310-320 rw-p",
      "pagesMove 100+10 to 310",
      "vmaRemove 100",
    ],
  );
  assertEquals([given.vmas(), given.vmaAt(310).pageOffset], [["300-310 rw-p", "310-320 rw-p"], 100]);
  assertEquals(given.residency(310, 10), "...a......");
});

Deno.test("moved back to where its pages come from, a VMA merges with what it left there", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(103, "w");
  move(given, 105, 5, 300);
  assertEquals(given.vmas(), ["100-105 rw-p", "300-305 rw-p"]);
  move(given, 300, 5, 105);
  assertEquals(given.vmas(), ["100-110 rw-p"]);
});

Deno.test("a part is moved out of the middle; pages keep frame and index", () => {
  const given = givenProcess();
  const fd = given.openFile();
  given.map(100, 10, { fd, flags: MAP.SHARED });
  given.touchAll([104, 105], "w");
  const frame = given.frameAt(104);
  move(given, 104, 2, 200);
  assertEquals(given.vmas(), ["100-104 rw-s", "106-110 rw-s", "200-202 rw-s"]);
  assertEquals([given.vmaAt(200).pageOffset, given.frameAt(200), given.residency(200, 2)], [4, frame, "ff"]);
});

Deno.test("a growing copy is longer than its source", () => {
  const given = givenProcess();
  given.map(100, 10);
  move(given, 100, 10, 200, { newCount: 15 });
  assertEquals(given.vmas(), ["200-215 rw-p"]);
});

Deno.test("MREMAP_DONTUNMAP leaves the source unlocked and empty; moved whole, as if it never had a page", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  given.call("mlock", range(100, 1));
  move(given, 100, 1, 300, { keepSource: true });
  assertEquals([given.residency(100, 1), given.residency(300, 1)], [".", "a"]);
  assertEquals([given.flagsAt(100), given.flagsAt(300)], ["rd wr mr mw me ac", "rd wr mr mw me lo ac"]);
  assertEquals([given.vmaAt(100).anonVma, given.vmaAt(300).anonVma], [0, 1]);
  assertEquals(given.space.lockedPages, 2, "the source counts as locked for ever (locked_vm)");
});

Deno.test("MREMAP_DONTUNMAP of a part keeps the source's anon_vma, and the source is not split", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([100, 105], "w");
  move(given, 104, 2, 300, { keepSource: true });
  assertEquals([given.vmas(), given.residency(100, 10)], [["100-110 rw-p", "300-302 rw-p"], "a........."]);
  assertEquals([given.vmaAt(100).anonVma, given.residency(300, 2)], [1, ".a"]);
});

Deno.test("a copy joins a fresh neighbour only when its source's anon_vma was not inherited", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(105, "w");
  const child = given.fork();
  const moveBackToFresh = () => {
    move(given, 105, 5, 300);
    given.call("munmap", range(100, 5));
    given.map(100, 5);
    move(given, 300, 5, 105);
    return given.vmas();
  };
  assertEquals(moveBackToFresh(), ["100-110 rw-p"]);
  assertEquals(given.as(child, moveBackToFresh), ["100-105 rw-p", "105-110 rw-p"]);
});
