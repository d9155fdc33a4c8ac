/** Tests of single edits: given(a VMA).when(it is put, split, removed).then(what stands in the list and who is let go). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import { givenProcess, type MachineFixture, prot, range, TOP_PAGE } from "../testing/machine_fixture.ts";
import { MADV, MAP, MREMAP } from "./mmap_flags.ts";
import { newAnonVma, partOf, putVma, removeVma, splitVma } from "./vma_edit.ts";

Deno.test("a part of a VMA has the page offset that belongs to it", () => {
  const given = givenProcess();
  const fd = given.openFile();
  given.map(100, 10, { fd, fileStart: 5 });
  const { startPage, endPage, pageOffset } = partOf(given.vmaAt(100), 104, 107);
  assertEquals([startPage, endPage, pageOffset], [104, 107, 9]);
});

Deno.test("both halves of a split VMA keep its anon_vma and chain", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  const { anonVma, anonChain } = given.vmaAt(100);
  given.setUp((tx) => splitVma(tx, given.vmaAt(100), 104));
  assertEquals(given.vmas(), ["100-104 rw-p", "104-110 rw-p"]);
  for (const page of [100, 104]) {
    assertEquals([given.vmaAt(page).anonVma, given.vmaAt(page).anonChain], [anonVma, anonChain]);
  }
  const { vmas, activeVmas } = given.state.anonVma(anonVma);
  assertEquals([vmas.size, activeVmas], [2, 2]);
});

Deno.test("putting a VMA replaces the one that starts at the same page, and no other", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.setUp((tx) => putVma(tx, { ...given.vmaAt(100), endPage: 105 }));
  assertEquals([given.vmas(), given.space.totalPages], [["100-105 rw-p"], 5]);
});

Deno.test("the last VMA of a closed file takes the open file with it, and a file without names goes", () => {
  const given = givenProcess();
  const fd = given.openFile({ links: 0 });
  given.map(100, 4, { fd, flags: MAP.SHARED });
  given.map(200, 4, { fd, flags: MAP.SHARED });
  given.call("close", { fd });
  given.setUp((tx) => removeVma(tx, given.vmaAt(100)));
  assertEquals([given.state.files.size, given.state.inodes.size], [1, 1]);
  assertEquals(given.effectsOf(() => given.setUp((tx) => removeVma(tx, given.vmaAt(200)))), [
    "vmaRemove 200",
    "fileRemove",
    "inodeRemove",
  ]);
});

Deno.test("a new anon_vma gets the next number, and is below its parent", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.setUp((tx) => {
    const root = newAnonVma(tx, 0);
    const child = newAnonVma(tx, root);
    assertEquals([root, child, tx.state.anonVma(child).parent], [1, 2, root]);
    putVma(tx, { ...given.vmaAt(100), anonVma: child, anonChain: [root, child] });
  });
});

/** Fills the space with mappings of one page, a page apart; the last one, at page 900000, has ten. */
function fillSpace(given: MachineFixture): void {
  given.map(20_000, 1, { rights: "" });
  given.setUp((tx) => {
    const vma = given.vmaAt(20_000);
    for (let count = 1; count < MAX_MAP_COUNT - 1; count++) {
      const startPage = vma.startPage + 2 * count;
      putVma(tx, { ...vma, startPage, endPage: startPage + 1, pageOffset: startPage });
    }
    putVma(tx, { ...vma, startPage: 900_000, endPage: 900_010, pageOffset: 900_000 });
  });
}

Deno.test("a space with as many VMAs as it may have splits none more, gets one by mapping, and moves none", () => {
  const given = givenProcess();
  fillSpace(given);
  const middle = range(900_002, 2);
  assertEquals(given.space.vmaCount, MAX_MAP_COUNT);
  assertEquals(given.call("munmap", middle), "ENOMEM");
  assertEquals(given.call("mprotect", { ...middle, prot: prot("r") }), "ENOMEM");
  assertEquals(given.call("mlock", middle), "ENOMEM");
  assertEquals(given.call("mseal", middle), "ENOMEM");
  assertEquals(given.call("madvise", { ...middle, advice: MADV.DONTFORK }), "EAGAIN");
  assertEquals(given.call("munmap", range(900_008, 2)), 0);
  const room = { oldAddress: addressOf(900_000), oldLengthBytes: 8 * 4096, newLengthBytes: 20 * 4096 };
  assertEquals(given.call("mremap", { ...room, flags: 0 }), addressOf(900_000));
  const another = { lengthBytes: 4096, flags: MAP.PRIVATE | MAP.ANONYMOUS };
  assertEquals([given.place(another), given.place(another)], [TOP_PAGE - 1, "ENOMEM"]);
  const move = { ...room, newLengthBytes: 8 * 4096, newAddress: addressOf(950_000) };
  const moveTo = () => given.call("mremap", { ...move, flags: MREMAP.MAYMOVE | MREMAP.FIXED });
  given.setUp((tx) => {
    for (let gone = 0; gone < 6; gone++) removeVma(tx, given.vmaAt(20_000 + 2 * gone));
  });
  assertEquals([given.space.vmaCount, moveTo()], [MAX_MAP_COUNT - 5, "ENOMEM"]);
  given.setUp((tx) => removeVma(tx, given.vmaAt(20_012)));
  assertEquals(moveTo(), addressOf(950_000));
});
