/** Tests of the reducers of VMAs and anon_vmas: what hangs on a VMA follows it, and the digest too. */
import { assertEquals, assertThrows } from "@std/assert";
import type { KernelEffect } from "../event/effects.ts";
import type { Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

const DATA = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.ACCOUNT;

function put(startPage: number, endPage: number, wish: Partial<Vma> = {}): KernelEffect {
  const usual = { file: 0, inode: 0, pageOffset: startPage, anonVma: 0, anonChain: [], name: "" };
  return { kind: "vmaPut", space: 1, startPage, endPage, flags: DATA, ...usual, ...wish };
}

const remove = (startPage: number): KernelEffect => ({ kind: "vmaRemove", space: 1, startPage });

Deno.test("a VMA that is put and removed leaves nothing behind", () => {
  const given = givenProcess();
  checkUndo(given, [put(100, 110)], [remove(100)]);
  given.openFile();
  checkUndo(given, [put(100, 110, { file: 1, inode: 1 })], [remove(100)]);
  checkUndo(given, [
    { kind: "anonVmaNew", anonVma: 1, parent: 0 },
    put(100, 110, { anonVma: 1, anonChain: [1] }),
  ], [remove(100)]);
  assertEquals([given.state.anonVmas.size, given.state.file(1).references], [0, 1]);
});

Deno.test("a VMA replaces the one that starts at the same page", () => {
  const given = givenProcess();
  given.apply(put(100, 110));
  checkUndo(given, [put(100, 105, { flags: VM.READ })], [put(100, 110)]);
  given.apply(put(100, 105));
  assertEquals([given.vmas(), given.space.totalPages, given.space.dataPages], [["100-105 rw-p"], 5, 5]);
});

Deno.test("the pages of a space are counted by what they are", () => {
  const given = givenProcess();
  given.apply(
    put(100, 101, { flags: VM.READ }),
    put(200, 202),
    put(300, 304, { flags: DATA | VM.GROWSDOWN }),
    put(400, 408, { flags: VM.READ | VM.EXEC }),
    put(500, 516, { flags: DATA | VM.LOCKED }),
  );
  const { totalPages, dataPages, stackPages, executablePages, lockedPages } = given.space;
  assertEquals([totalPages, dataPages, stackPages, executablePages, lockedPages], [31, 18, 4, 8, 16]);
});

Deno.test("a file's mappings are found by page, and count as references of the open file", () => {
  const given = givenProcess();
  given.openFile();
  given.apply(
    put(100, 110, { file: 1, inode: 1, pageOffset: 5 }),
    put(200, 210, { file: 1, inode: 1, pageOffset: 5 }),
  );
  const { mappings } = given.state.inode(1);
  assertEquals([...mappings.items()].map(({ startPage }) => startPage), [100, 200]);
  assertEquals(given.state.file(1).references, 3);
  given.apply(put(100, 110, { file: 1, inode: 1, pageOffset: 6 }));
  assertEquals([...given.state.inode(1).mappings.items()].map(({ startPage }) => startPage), [200, 100]);
});

Deno.test("an anon_vma is linked by the chains of VMAs, used by those whose own it is, and goes with the last", () => {
  const given = givenProcess();
  const own = { anonVma: 2, anonChain: [1, 2] };
  given.apply(
    { kind: "anonVmaNew", anonVma: 1, parent: 0 },
    { kind: "anonVmaNew", anonVma: 2, parent: 1 },
    put(100, 110, { anonVma: 1, anonChain: [1] }),
    put(200, 210, own),
    put(210, 220, own),
  );
  const [root, child] = [given.state.anonVma(1), given.state.anonVma(2)];
  assertEquals([root.vmas.size, root.activeVmas, root.children], [3, 1, 2]);
  assertEquals([child.vmas.size, child.activeVmas, child.children], [2, 2, 0]);
  given.apply(remove(200), remove(210));
  assertEquals([given.state.anonVmas.get(2), given.state.anonVma(1).children], [undefined, 1]);
});

Deno.test("only a VMA that is there can be removed", () => {
  const given = givenProcess();
  given.apply(put(100, 110));
  assertThrows(() => given.apply(remove(105)), Error, "no VMA of space 1 starts at page 105");
});
