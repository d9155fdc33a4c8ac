/** Tests of merging: given(VMAs).when(a range is new, or changes).then(which VMAs there are, and whose anon_vma). */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture, type Mapping, prot, range } from "../testing/machine_fixture.ts";
import { MADV, MAP } from "./mmap_flags.ts";
import { VM } from "./vma_flags.ts";
import { mergeNewRange, modifyVma } from "./vma_merge.ts";

function protect(given: MachineFixture, page: number, pageCount: number, rights: string): void {
  assertEquals(given.call("mprotect", { ...range(page, pageCount), prot: prot(rights) }), 0);
}

function anonVmaAt(given: MachineFixture, page: number): number {
  return given.vmaAt(page).anonVma;
}

Deno.test("a new range joins the VMA below, the VMA above, or both", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(given.effectsOf(() => given.map(110, 10)), ["vmaPut 100-120 rw-p"]);
  assertEquals(given.effectsOf(() => given.map(90, 10)), ["vmaPut 90-120 rw-p", "vmaRemove 100"]);
  given.map(130, 10);
  assertEquals(given.effectsOf(() => given.map(120, 10)), ["vmaPut 90-140 rw-p", "vmaRemove 130"]);
  assertEquals([given.vmas(), given.vmaAt(90).pageOffset], [["90-140 rw-p"], 90]);
});

const APART: readonly { what: string; one: Mapping; other: Mapping }[] = [
  { what: "rights", one: {}, other: { rights: "r" } },
  { what: "flags", one: {}, other: { flags: MAP.PRIVATE | MAP.NORESERVE } },
  { what: "sharing", one: { flags: MAP.SHARED }, other: { flags: MAP.SHARED } },
  { what: "backing", one: {}, other: { fd: 0 } },
  { what: "open files", one: { fd: 0 }, other: { fd: 1, fileStart: 10 } },
  { what: "file pages that do not follow each other", one: { fd: 0 }, other: { fd: 0, fileStart: 11 } },
];

for (const { what, one, other } of APART) {
  Deno.test(`VMAs of different ${what} stay apart`, () => {
    const given = givenProcess();
    given.openFile();
    given.openFile();
    given.map(100, 10, one);
    given.map(110, 10, other);
    assertEquals(given.vmas().map((text) => text.split(" ")[0]), ["100-110", "110-120"]);
  });
}

Deno.test("mappings of one open file merge when their pages follow each other, from below and from above", () => {
  const given = givenProcess();
  const fd = given.openFile();
  given.map(110, 10, { fd, fileStart: 20 });
  given.map(120, 10, { fd, fileStart: 30 });
  given.map(100, 10, { fd, fileStart: 10 });
  assertEquals([given.vmas(), given.vmaAt(100).pageOffset], [["100-130 rw-p"], 10]);
});

Deno.test("a range without an anon_vma takes that of the VMA it joins", () => {
  const given = givenProcess();
  given.map(110, 10);
  given.touch(110, "w");
  const { anonVma } = given.vmaAt(110);
  given.map(120, 10);
  given.map(100, 10);
  assertEquals([given.vmas(), anonVmaAt(given, 100)], [["100-130 rw-p"], anonVma]);
});

Deno.test("joining both, a VMA below without an anon_vma takes that of the VMA above", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10);
  given.touch(120, "w");
  const { anonVma } = given.vmaAt(120);
  given.map(110, 10);
  assertEquals([given.vmas(), anonVmaAt(given, 100)], [["100-130 rw-p"], anonVma]);
});

Deno.test("two different anon_vmas never merge: a new range between them joins the VMA below", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10);
  given.touchAll([100, 120], "w");
  given.map(110, 10);
  assertEquals(given.vmas(), ["100-120 rw-p", "120-130 rw-p"]);
  assertEquals(anonVmaAt(given, 100) === anonVmaAt(given, 120), false);
});

Deno.test("a VMA whose anon_vma was inherited by fork joins no fresh range; in the parent it does", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  const child = given.fork();
  given.as(child, () => {
    given.map(110, 10);
    assertEquals(given.vmaAt(100).anonChain.length, 2);
    assertEquals(given.vmas(), ["100-110 rw-p", "110-120 rw-p"]);
  });
  given.map(110, 10);
  assertEquals(given.vmas(), ["100-120 rw-p"]);
});

Deno.test("in a forked child a part whose rights changed and change back joins its other half again", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  given.pid = given.fork();
  protect(given, 105, 5, "r");
  assertEquals(given.vmas(), ["100-105 rw-p", "105-110 r--p"]);
  protect(given, 105, 5, "rw");
  assertEquals(given.vmas(), ["100-110 rw-p"]);
});

Deno.test("a changed middle is split off on both sides, and merges back with both", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  assertEquals(
    given.effectsOf(() => protect(given, 103, 4, "r")),
    [
      "vmaPut 107-110 rw-p",
      "vmaPut 103-107 r--p",
      "vmaPut 100-103 rw-p",
      "pagesReadOnly 103+4",
    ],
  );
  assertEquals(given.vmas(), ["100-103 rw-p", "103-107 r--p", "107-110 rw-p"]);
  assertEquals(given.effectsOf(() => protect(given, 103, 4, "rw")), [
    "vmaPut 100-110 rw-p",
    "vmaRemove 103",
    "vmaRemove 107",
  ]);
  assertEquals(given.vmas(), ["100-110 rw-p"]);
});

Deno.test("a changed left part joins the VMA below, and what is left of its own starts later", () => {
  const given = givenProcess();
  given.map(100, 10, { rights: "r", flags: MAP.PRIVATE | MAP.NORESERVE });
  given.map(110, 10, { flags: MAP.PRIVATE | MAP.NORESERVE });
  const effects = given.effectsOf(() => protect(given, 110, 4, "r"));
  assertEquals(effects, ["vmaPut 100-114 r--p", "vmaPut 114-120 rw-p", "vmaRemove 110"]);
  assertEquals(given.vmaAt(114).pageOffset, 114);
});

Deno.test("a changed right part joins the VMA above, which starts earlier then", () => {
  const given = givenProcess();
  given.map(100, 10, { flags: MAP.PRIVATE | MAP.NORESERVE });
  given.map(110, 10, { rights: "r", flags: MAP.PRIVATE | MAP.NORESERVE });
  const effects = given.effectsOf(() => protect(given, 106, 4, "r"));
  assertEquals(effects, ["vmaPut 106-120 r--p", "vmaRemove 110", "vmaPut 100-106 rw-p"]);
  assertEquals([given.vmas(), given.vmaAt(106).pageOffset], [["100-106 rw-p", "106-120 r--p"], 106]);
});

Deno.test("VMAs that become alike but have different anon_vmas stay two", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10);
  given.touchAll([100, 120], "w");
  given.map(110, 10, { rights: "" });
  protect(given, 110, 10, "rw");
  assertEquals(given.vmas(), ["100-120 rw-p", "120-130 rw-p"]);
});

Deno.test("a guard flag does not keep VMAs apart, and stays in the merged VMA", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("madvise", { ...range(100, 1), advice: MADV.GUARD_INSTALL });
  given.map(110, 10);
  given.map(90, 10);
  assertEquals(given.vmas(), ["90-120 rw-p"]);
  assertEquals(given.flagsAt(90), "rd wr mr mw me gu ac");
});

Deno.test("special mappings merge with nothing, new or changed", () => {
  const given = givenProcess();
  given.map(100, 10);
  const above = { ...given.vmaAt(100), startPage: 110, endPage: 120, pageOffset: 110 };
  const special = { ...above, flags: above.flags | VM.PFNMAP };
  given.setUp((tx) => {
    assertEquals(mergeNewRange(tx, tx.space, special), undefined);
    tx.emit({ kind: "vmaPut", ...special });
    const changed = modifyVma(tx, special, 110, 115, special.flags & ~VM.ACCOUNT);
    assertEquals(typeof changed !== "number" && [changed.startPage, changed.endPage], [110, 115]);
  });
  assertEquals(given.vmas(), ["100-110 rw-p", "110-115 rw-p", "115-120 rw-p"]);
});

Deno.test("brk's range joins only the VMA below", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10);
  const range = { ...given.vmaAt(100), startPage: 110, endPage: 120, pageOffset: 110 };
  given.setUp((tx) => mergeNewRange(tx, tx.space, range, { belowOnly: true }));
  assertEquals(given.vmas(), ["100-120 rw-p", "120-130 rw-p"]);
});
