/** Tests of faulting in ahead: given(mappings).when(a range is populated).then(pages, fault counts, errno). */
import { assertEquals } from "@std/assert";
import { EAGAIN, EFAULT, ENOMEM } from "../errno.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { MADV, MAP } from "./mmap_flags.ts";
import { faultInPage, lockErrno, populateRange } from "./populate.ts";

function populate(given: MachineFixture, startPage: number, endPage: number, ignoreErrors = false): number {
  return given.setUp((tx) => populateRange(tx, startPage, endPage, ignoreErrors));
}

Deno.test("private writable memory is written: absent, zero and shared pages take one fault each", () => {
  const given = givenProcess();
  given.map(100, 6);
  given.touchAll([100, 101], "w");
  given.fork();
  given.touchAll([102], "r");
  given.touch(101, "w");
  const before = given.faults()[0];
  assertEquals(populate(given, 100, 106), 0);
  assertEquals([given.residency(100, 6), given.faults()[0] - before], ["aaaaaa", 5]);
});

Deno.test("read-only and shared memory is read", () => {
  const given = givenProcess();
  given.map(100, 3, { rights: "r" });
  given.map(103, 3, { flags: MAP.SHARED });
  assertEquals(populate(given, 100, 106), 0);
  assertEquals([given.residency(100, 6), given.faults()], ["zzzfff", [6, 0]]);
});

Deno.test("the faults count for the process, in one effect, and are no events", () => {
  const given = givenProcess();
  given.map(100, 2, { rights: "r" });
  const events = given.eventsOf(() => populate(given, 100, 102));
  assertEquals(events.length, 1);
  assertEquals(events[0].effects.at(-1), { kind: "faultsCount", process: 1, minor: 2, major: 0 });
});

Deno.test("memory without rights, a guard marker and a page beyond a file's end end it", () => {
  const given = givenProcess();
  const fd = given.openFile({ pageCount: 2 });
  given.map(100, 2, { rights: "" });
  given.map(200, 4);
  given.call("madvise", { ...range(202, 1), advice: MADV.GUARD_INSTALL });
  given.map(300, 4, { fd });
  assertEquals(populate(given, 100, 102), -EFAULT);
  assertEquals([populate(given, 200, 204), given.residency(200, 4)], [-EFAULT, "aag."]);
  assertEquals([populate(given, 300, 304), given.residency(300, 4)], [-EFAULT, "aa.."]);
});

Deno.test("MAP_POPULATE passes over a VMA that fails; mlock stops there", () => {
  const given = givenProcess();
  given.map(100, 2, { rights: "" });
  given.map(102, 2);
  assertEquals([populate(given, 100, 104), given.residency(102, 2)], [-EFAULT, ".."]);
  assertEquals([populate(given, 100, 104, true), given.residency(102, 2)], [0, "aa"]);
});

Deno.test("holes are passed over, and pages locked on fault are left to their faults", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(104, 2);
  given.call("mlock2", { ...range(104, 1), flags: 1 });
  assertEquals([populate(given, 100, 200), given.residency(100, 6)], [0, "aa...a"]);
});

Deno.test("a page that is there as wanted takes no fault; nothing mapped is ENOMEM", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "r");
  given.setUp((tx) => {
    assertEquals(faultInPage(tx, 100, { write: false, force: false }), 0);
    assertEquals(faultInPage(tx, 101, { write: false, force: false }), -ENOMEM);
  });
  assertEquals(given.faults(), [1, 0]);
});

Deno.test("memory that is full ends it with ENOMEM, which mlock reports as EAGAIN", () => {
  const given = givenProcess({ frameCount: 4 });
  given.map(100, 10);
  assertEquals([populate(given, 100, 110), given.residency(100, 5)], [-ENOMEM, "aaa.."]);
  assertEquals([lockErrno(-ENOMEM), lockErrno(-EFAULT), lockErrno(0)], [-EAGAIN, -ENOMEM, 0]);
});

Deno.test("what is looked up for writing counts as written: it is not given up, and swap has no copy of it", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 2);
  given.storeAll([100, 101]);
  given.call("madvise", { ...range(100, 1), advice: MADV.FREE });
  given.call("madvise", { ...range(101, 1), advice: MADV.PAGEOUT });
  given.touch(101, "r");
  assertEquals(given.effectsOf(() => populate(given, 100, 102)), ["framesMark", "framesMark"]);
  given.call("madvise", { ...range(100, 2), advice: MADV.PAGEOUT });
  assertEquals([given.residency(100, 2), given.touch(101, "r")], ["as", "minor"]);
});
