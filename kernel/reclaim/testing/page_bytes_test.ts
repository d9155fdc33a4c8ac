/** Tests of seeing what pages hold, wherever they are. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { addressOf } from "../../address.ts";
import { MADV } from "../../memory/mmap_flags.ts";
import { FS_TMPFS } from "../../state/inode.ts";
import { storeBytes } from "../../user_memory.ts";
import { givenProcess, range } from "../../testing/machine_fixture.ts";
import { allBytes, filePageBytes, pageBytes } from "./page_bytes.ts";

Deno.test("a page reads the same in memory and in swap, private or of a file", () => {
  const given = givenProcess({ swapSlotCount: 16 });
  given.map(100, 2);
  given.map(200, 1, { fd: given.openFile({ fileSystem: FS_TMPFS }), flags: 1 });
  storeBytes(given.machine, given.pid, addressOf(100), Uint8Array.of(1, 2, 3));
  storeBytes(given.machine, given.pid, addressOf(200), Uint8Array.of(4, 5, 6));
  const before = allBytes(given.state);
  for (const page of [100, 200]) given.call("madvise", { ...range(page, 1), advice: MADV.PAGEOUT });
  assertEquals(allBytes(given.state), before);
  assertEquals(pageBytes(given.state, 1, 101), filePageBytes(given.state, given.state.inode(1), 1));
  assertNotEquals(pageBytes(given.state, 1, 100), pageBytes(given.state, 1, 101));
  assertEquals(pageBytes(given.state, 1, 300), "");
});
