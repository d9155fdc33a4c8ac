/** Tests of writes to read-only pages of shared mappings: the file learns of them, the entry becomes writable. */
import { assertEquals } from "@std/assert";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import { MAP, MS } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, prot, range } from "../testing/machine_fixture.ts";

function givenDisk(): MachineFixture {
  const given = givenProcess();
  given.map(512, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 4 }), flags: MAP.SHARED });
  return given;
}

Deno.test("a disk page that was read takes a second fault when it is written", () => {
  const given = givenDisk();
  given.touch(512, "r");
  assertEquals(given.effectsOf(() => given.touch(512, "w")), ["framesMark", "pagesMap 512 writable dirty"]);
  assertEquals((given.state.frameWord(given.frameAt(512), FLAGS) & F_DIRTY) !== 0, true);
  assertEquals([given.touch(512, "w"), given.residency(512, 1)], ["", "f"]);
});

Deno.test("after the page was written back, the next write takes a fault again", () => {
  const given = givenDisk();
  given.touch(512, "w");
  given.call("msync", { ...range(512, 1), flags: MS.ASYNC });
  assertEquals(given.touch(512, "w"), "");
  given.call("msync", { ...range(512, 1), flags: MS.SYNC });
  assertEquals([given.touch(512, "r"), given.touch(512, "w")], ["", "minor"]);
});

Deno.test("a tmpfs page that was read is writable at once", () => {
  const given = givenProcess();
  given.map(512, 4, { fd: given.openFile(), flags: MAP.SHARED });
  assertEquals([given.touch(512, "r"), given.touch(512, "w")], ["minor", ""]);
});

Deno.test("shared memory whose entry lost its right to write gets it back by one fault", () => {
  const given = givenProcess();
  given.map(512, 4, { flags: MAP.SHARED });
  given.touch(512, "w");
  given.setUp((tx) => tx.emit({ kind: "pagesReadOnly", space: 1, page: 512, count: 1, clean: false }));
  assertEquals([given.touch(512, "w"), given.vmas()], ["minor", ["512-516 rw-s"]]);
});

Deno.test("a mapping without the right to write is not asked", () => {
  const given = givenDisk();
  given.touch(512, "r");
  given.call("mprotect", { ...range(512, 4), prot: prot("r") });
  assertEquals(given.touch(512, "w"), "SEGV_ACCERR");
});
