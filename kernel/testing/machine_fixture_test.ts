/** Tests of the fixture itself: what a test reads from it is what the machine did. */
import { assertEquals, assertThrows } from "@std/assert";
import { MAP } from "../memory/mmap_flags.ts";
import { FIRST_PID, givenProcess, prot, range, TOP_PAGE } from "./machine_fixture.ts";

Deno.test("a fixture has one process in an empty address space", () => {
  const given = givenProcess();
  assertEquals([given.vmas(), given.faults(), given.state.processes.size], [[], [0, 0], 1]);
  assertEquals(given.state.process(FIRST_PID).space, 1);
});

Deno.test("calls answer with pages, numbers and names of errnos", () => {
  const given = givenProcess();
  assertEquals(given.place({ lengthBytes: 4096, flags: MAP.PRIVATE | MAP.ANONYMOUS }), TOP_PAGE - 1);
  assertEquals(given.call("munmap", range(TOP_PAGE - 1, 1)), 0);
  assertEquals(given.call("munmap", range(0, 0)), "EINVAL");
});

Deno.test("map() must succeed", () => {
  assertThrows(() => givenProcess().map(0, 1), Error, "mmap of 1 pages at 0: EPERM");
});

Deno.test("the fixture shows VMAs, pages, faults and effects", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(104, 2, { rights: "" });
  assertEquals(given.vmas(), ["100-104 rw-p", "104-106 ---p"]);
  assertEquals(given.flagsAt(100), "rd wr mr mw me ac");
  assertEquals(given.touch(100, "r"), "minor");
  assertEquals(given.effectsOf(() => given.touch(101, "w")), [
    "anonVmaNew",
    "vmaPut 100-104 rw-p",
    "pagesFresh 101",
  ]);
  assertEquals([given.touch(101, "w"), given.touch(104, "r"), given.touch(300, "r")], [
    "",
    "SEGV_ACCERR",
    "SEGV_MAPERR",
  ]);
  assertEquals([given.residency(99, 4), given.faults()], [".za.", [2, 0]]);
  assertEquals(given.frameAt(101), 1);
});

Deno.test("another process acts within as()", () => {
  const given = givenProcess();
  given.map(100, 1);
  const child = given.fork();
  given.as(child, () => given.call("munmap", range(100, 1)));
  assertEquals(given.vmas(), ["100-101 rw-p"]);
  assertEquals(given.as(child, () => given.vmas()), []);
});

Deno.test("files that are opened have pages, and can be mapped", () => {
  const given = givenProcess();
  const fd = given.openFile({ pageCount: 2 });
  given.map(100, 2, { fd, flags: MAP.SHARED, rights: "r", fileStart: 1 });
  assertEquals([given.touch(100, "r"), given.touch(101, "r")], ["minor", "BUS_ADRERR"]);
  assertEquals(given.residency(100, 2), "f.");
});

Deno.test("prot() reads rights as people write them", () => {
  assertEquals([prot(""), prot("r"), prot("rw"), prot("rx")], [0, 1, 3, 5]);
});

Deno.test("memory can be filled, and pages of files be cached", () => {
  const given = givenProcess({ frameCount: 8 });
  given.map(100, 4, { fd: given.openFile() });
  given.cachePages(1, 1, 2);
  assertEquals([given.touch(100, "r"), given.residency(100, 4)], ["minor", "fff."]);
  given.fillMemory();
  assertEquals([given.state.frameMap.usedCount, given.serveFault(100, "w")], [8, "no memory"]);
});
