/** Tests of writes to present private pages: given(who else holds the page).when(it is written).then(reused or copied). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { F_EXCLUSIVE, FLAGS, OWNER } from "../memory/frame.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";

/** A process with a written page at 100 that holds a 7, and its child. */
function givenForked(): { given: MachineFixture; child: number } {
  const given = givenProcess();
  given.map(100, 1);
  storeBytes(given.machine, given.pid, addressOf(100), new Uint8Array([7]));
  return { given, child: given.fork() };
}

function firstByte(given: MachineFixture): number {
  return readByte(given.state.content(given.frameAt(100)), 0);
}

Deno.test("a page that parent and child hold is copied for the one that writes first", () => {
  const { given, child } = givenForked();
  const frame = given.frameAt(100);
  given.as(child, () => {
    assertEquals(given.effectsOf(() => given.touch(100, "w")), ["pageCopy 100"]);
    assertEquals([given.residency(100, 1), firstByte(given), given.frameAt(100) === frame], ["a", 7, false]);
  });
  assertEquals([given.residency(100, 1), given.frameAt(100)], ["a", frame]);
});

Deno.test("the copy belongs to the writer's anon_vma; what is written to it stays its own", () => {
  const { given, child } = givenForked();
  given.as(child, () => {
    storeBytes(given.machine, child, addressOf(100), new Uint8Array([8]));
    assertEquals(given.state.frameWord(given.frameAt(100), OWNER), given.vmaAt(100).anonVma);
    assertEquals(firstByte(given), 8);
  });
  assertEquals(firstByte(given), 7);
});

Deno.test("the last holder takes the page over, with its own anon_vma, and does not copy", () => {
  const { given, child } = givenForked();
  given.touch(100, "w");
  given.as(child, () => {
    assertEquals(given.state.frameWord(given.frameAt(100), OWNER), 1);
    assertEquals(given.effectsOf(() => given.touch(100, "w")), ["pageReuse 100"]);
    assertEquals(given.state.frameWord(given.frameAt(100), OWNER), given.vmaAt(100).anonVma);
  });
});

Deno.test("after the child's exit the parent's page is the last one", () => {
  const { given, child } = givenForked();
  given.as(child, () => given.call("exit"));
  assertEquals(given.effectsOf(() => given.touch(100, "w")), ["pageReuse 100"]);
  assertEquals((given.state.frameWord(given.frameAt(100), FLAGS) & F_EXCLUSIVE) !== 0, true);
});

Deno.test("an exclusive page that is read-only is made writable", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  given.setUp((tx) => tx.emit({ kind: "pagesReadOnly", space: 1, page: 100, count: 1, clean: false }));
  assertEquals(given.effectsOf(() => given.touch(100, "w")), ["pagesWritable 100", "framesMark"]);
});

Deno.test("the zero page gives way to a fresh frame", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "r");
  assertEquals(given.effectsOf(() => given.touch(100, "w")).at(-1), "pagesFresh 100");
  assertEquals([given.residency(100, 1), given.faults()], ["a", [2, 0]]);
});

Deno.test("a page of a file is copied, and stays in the file's cache", () => {
  const given = givenProcess();
  given.map(100, 1, { fd: given.openFile() });
  given.touch(100, "r");
  assertEquals(given.effectsOf(() => given.touch(100, "w")), [
    "anonVmaNew",
    "vmaPut 100-101 rw-p",
    "pageCopy 100",
  ]);
  assertEquals([given.residency(100, 1), given.state.inode(1).cachedPages], ["a", 1]);
});

Deno.test("when memory is full nothing is copied, and the page stays as it was", () => {
  const { given } = givenForked();
  given.fillMemory();
  assertEquals([given.serveFault(100, "w"), given.residency(100, 1)], ["no memory", "c"]);
});
