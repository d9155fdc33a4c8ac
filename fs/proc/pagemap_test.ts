/** Tests of /proc/PID/pagemap's entries, with the bits that Linux 6.18 sets. */
import { assertEquals } from "@std/assert";
import { MADV, MAP } from "@palimpsest/kernel";
import { givenProcess, range } from "../../kernel/testing/machine_fixture.ts";
import { pagemapBytes } from "./pagemap.ts";

/** The entries of pages as 16 hexadecimal digits, as they stand in registers. */
function entries(given: ReturnType<typeof givenProcess>, first: number, count: number, showsFrames = true) {
  const view = new DataView(pagemapBytes(given.state, given.space, first, count, showsFrames).buffer);
  return Array.from({ length: count }, (_, page) => view.getBigUint64(page * 8, true).toString(16));
}

Deno.test("present pages carry their frames, and whether anybody else maps them", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(100, "w");
  given.touch(101, "r");
  assertEquals(entries(given, 99, 4), ["0", "8100000000000001", "8000000000000000", "0"]);
  given.fork();
  assertEquals(entries(given, 100, 1), ["8000000000000001"]);
  assertEquals(entries(given, 100, 1, false), ["8000000000000000"]);
});

Deno.test("pages of files and of shared memory carry bit 61, guards bit 58", () => {
  const given = givenProcess();
  given.map(100, 4, { flags: MAP.SHARED });
  given.touch(100, "w");
  given.map(200, 4);
  given.call("madvise", { ...range(200, 1), advice: MADV.GUARD_INSTALL });
  assertEquals([...entries(given, 100, 1), ...entries(given, 200, 1)], [
    "a100000000000001",
    "400000000000000",
  ]);
});

Deno.test("a swapped-out page carries its slot above five bits of the area", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 4);
  given.touchAll([100, 101], "w");
  given.call("madvise", { ...range(100, 2), advice: MADV.PAGEOUT });
  const slots = [...given.state.slots.entries()].map(([slot]) =>
    (0x4000000000000000n + BigInt(slot) * 32n).toString(16)
  );
  assertEquals(entries(given, 100, 2).sort(), slots.sort());
});
