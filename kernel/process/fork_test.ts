/** Tests of fork: given(a process's memory).when(it forks).then(what the child has, what the parent lost, and whose anon_vma). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { isWritable } from "../memory/pte.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";

function advise(given: MachineFixture, page: number, pageCount: number, advice: number): void {
  given.call("madvise", { ...range(page, pageCount), advice });
}

Deno.test("private pages are shared, and both sides lose the right to write", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touchAll([100, 102], "w");
  given.touch(101, "r");
  assertEquals(given.effectsOf(() => given.fork()), [
    "spaceNew",
    "processNew",
    "anonVmaNew",
    "vmaPut 100-104 rw-p",
    "pagesShare 100+4 protect",
  ]);
  assertEquals([given.residency(100, 4), isWritable(given.space.pte(100))], ["czc.", false]);
  given.as(
    2,
    () => assertEquals([given.residency(100, 4), isWritable(given.space.pte(100))], ["czc.", false]),
  );
});

Deno.test("a VMA without an anon_vma has no pages to copy: files and shared memory are faulted in again", () => {
  const given = givenProcess();
  given.map(100, 2, { fd: given.openFile() });
  given.map(200, 2, { flags: MAP.SHARED });
  given.map(300, 2);
  given.touchAll([100, 200, 300], "r");
  given.pid = given.fork();
  assertEquals([100, 200, 300].map((page) => given.residency(page, 2)), ["..", "..", ".."]);
});

Deno.test("a private file mapping with a copied page is copied with all its pages", () => {
  const given = givenProcess();
  given.map(100, 3, { fd: given.openFile() });
  given.touch(100, "r");
  given.touch(101, "w");
  given.pid = given.fork();
  assertEquals(given.residency(100, 3), "Fc.");
});

Deno.test("MADV_DONTFORK leaves a VMA out; MADV_WIPEONFORK leaves its pages out, and its anon_vma", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(200, 2);
  given.touchAll([100, 200, 201], "w");
  advise(given, 100, 2, MADV.DONTFORK);
  advise(given, 200, 1, MADV.GUARD_INSTALL);
  advise(given, 200, 2, MADV.WIPEONFORK);
  given.pid = given.fork();
  assertEquals([given.vmas(), given.residency(200, 2), given.vmaAt(200).anonVma], [
    ["200-202 rw-p"],
    "..",
    0,
  ]);
  assertEquals(given.flagsAt(200), "rd wr mr mw me gu ac wf");
});

Deno.test("locks are not inherited; seals, advice and the break are", () => {
  const given = givenProcess();
  given.call("brk", { address: given.space.layout.startBreak + 100 });
  given.map(100, 2);
  given.call("mlock", range(100, 2));
  advise(given, 100, 2, MADV.SEQUENTIAL);
  given.call("mseal", range(100, 2));
  const { endBreak } = given.space;
  given.pid = given.fork();
  assertEquals([given.flagsAt(100), given.space.lockedPages], ["rd wr mr mw me sr ac sl", 0]);
  assertEquals(given.space.endBreak, endBreak);
});

Deno.test("the child has the parent's descriptors: the same open files", () => {
  const given = givenProcess();
  const fd = given.openFile();
  const child = given.fork();
  assertEquals(given.state.file(1).references, 2);
  given.as(child, () => given.call("close", { fd }));
  assertEquals([given.state.file(1).references, given.state.process(1).descriptors.size], [1, 1]);
});

Deno.test("the child's anon_vma is a new one below the parent's, linked to both", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "w");
  const child = given.fork();
  const { anonVma, anonChain } = given.as(child, () => given.vmaAt(100));
  assertEquals([anonVma, anonChain, given.state.anonVma(2).parent], [2, [1, 2], 1]);
  const grandchild = given.as(child, () => given.fork());
  assertEquals(given.as(grandchild, () => given.vmaAt(100).anonChain), [1, 2, 3]);
});

Deno.test("an ancestor's anon_vma that no VMA has for its own any more, and with one child, is used again", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "w");
  const child = given.fork();
  const grandchild = given.as(child, () => given.fork());
  given.as(child, () => given.call("munmap", range(100, 2)));
  const last = given.as(grandchild, () => given.fork());
  const { anonVma, anonChain } = given.as(last, () => given.vmaAt(100));
  assertEquals([anonVma, anonChain, given.state.anonVmas.size], [2, [1, 2, 3], 3]);
});

Deno.test("the root has itself for a child: with another one it is not used again", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "w");
  const child = given.fork();
  given.call("munmap", range(100, 2));
  const grandchild = given.as(child, () => given.fork());
  assertEquals(given.as(grandchild, () => given.vmaAt(100).anonChain), [1, 2, 3]);
});

Deno.test("swapped-out pages are in the same slot for both", () => {
  const given = givenProcess({ swapSlotCount: 2 });
  given.map(100, 1);
  given.touch(100, "w");
  advise(given, 100, 1, MADV.PAGEOUT);
  given.pid = given.fork();
  assertEquals([given.residency(100, 1), given.state.slots.get(0)?.references], ["s", 2]);
});

Deno.test("each accounted VMA must pass the overcommit heuristic by itself, or nothing is done", () => {
  const given = givenProcess({ ramPages: 10 });
  given.map(100, 10);
  given.map(110, 1);
  assertEquals(given.effectsOf(() => assertEquals(given.call("fork"), "ENOMEM")), []);
  advise(given, 100, 1, MADV.DONTDUMP);
  assertEquals(given.call("fork"), 2);
});

Deno.test("a shared space is not copied", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "w");
  assertEquals(given.effectsOf(() => given.call("vfork")), ["processNew"]);
  given.as(2, () => assertEquals(given.touch(100, "w"), ""));
  assertEquals(given.vmaAt(100).endPage, 102);
  assertEquals(given.state.process(2).name, "init");
});

Deno.test("a read-only private mapping is shared without a loss: it can become writable later", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  given.call("mprotect", { address: addressOf(100), lengthBytes: 4096, prot: 1 });
  given.fork();
  given.call("mprotect", { address: addressOf(100), lengthBytes: 4096, prot: 3 });
  assertEquals([given.touch(100, "w"), given.residency(100, 1)], ["minor", "a"]);
});
