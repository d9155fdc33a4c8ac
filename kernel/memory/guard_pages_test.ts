/** Tests of guard markers: given(a VMA).when(markers come and go).then(entries, the VMA's flag, and what a touch meets). */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { installGuards, removeGuards } from "./guard_pages.ts";
import { MAP } from "./mmap_flags.ts";

function install(given: MachineFixture, startPage: number, endPage: number): string[] {
  return given.effectsOf(() =>
    given.setUp((tx) => installGuards(tx, given.vmaAt(startPage), startPage, endPage))
  );
}

Deno.test("markers take the place of what was mapped, over a part; the flag is the whole VMA's", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([102, 103], "w");
  assertEquals(install(given, 103, 106), ["vmaPut 100-110 rw-p", "pagesUnmap 103", "pagesGuard 103+3"]);
  assertEquals([given.vmas(), given.residency(100, 10)], [["100-110 rw-p"], "..aggg...."]);
  assertEquals(given.flagsAt(100), "rd wr mr mw me gu ac");
});

Deno.test("an anonymous VMA gets an anon_vma with its first marker; a file's does not", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(200, 2, { fd: given.openFile() });
  install(given, 100, 101);
  install(given, 200, 201);
  assertEquals([given.vmaAt(100).anonVma, given.vmaAt(200).anonVma], [1, 0]);
});

Deno.test("markers that are there already stay, and only gaps between them are filled", () => {
  const given = givenProcess();
  given.map(100, 10);
  install(given, 102, 104);
  install(given, 106, 107);
  assertEquals(install(given, 100, 110), ["pagesGuard 100+2", "pagesGuard 104+2", "pagesGuard 107+3"]);
  assertEquals(install(given, 100, 110), []);
});

Deno.test("touching a marker is SEGV_MAPERR, and no fault is counted", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(200, 2, { flags: MAP.SHARED });
  install(given, 100, 101);
  install(given, 200, 201);
  assertEquals(given.touchAll([100, 200], "w"), ["SEGV_MAPERR", "SEGV_MAPERR"]);
  assertEquals(given.faults(), [0, 0]);
});

Deno.test("removing markers touches nothing else, and the VMA keeps its flag for ever", () => {
  const given = givenProcess();
  given.map(100, 4);
  install(given, 100, 102);
  given.touchAll([102, 103], "w");
  const effects = given.effectsOf(() => given.setUp((tx) => removeGuards(tx, given.vmaAt(100), 100, 104)));
  assertEquals([effects, given.residency(100, 4)], [["pagesUnmap 100+2"], "..aa"]);
  assertEquals(given.flagsAt(100), "rd wr mr mw me gu ac");
  assertEquals(given.touch(100, "r"), "minor");
});

Deno.test("a fork copies markers, of shared mappings too", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(200, 2, { flags: MAP.SHARED });
  install(given, 100, 101);
  install(given, 200, 201);
  given.touch(201, "w");
  given.pid = given.fork();
  assertEquals([given.residency(100, 2), given.residency(200, 2)], ["g.", "gF"]);
});
