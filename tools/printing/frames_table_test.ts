/** Tests of the table of frames. */
import { assertEquals } from "@std/assert";
import { frameLines, frameRows } from "./frames_table.ts";
import { smallMachine } from "./testing/small_machine.ts";

Deno.test("frames show whose they are, and in what state", () => {
  const rows = frameRows(smallMachine().state);
  assertEquals(rows.map(({ use, of, index, mapped, state }) => [use, of, index, mapped, state]), [
    ["page cache", "/bin/small", 0, 1, "cached"],
    ["anonymous", "anon_vma 1", 0x501, 1, "dirty, exclusive"],
    ["anonymous", "anon_vma 1", 0x502, 1, "dirty, exclusive"],
  ]);
  assertEquals(frameLines(rows)[0].startsWith("FRAMES  USE         OF          INDEX"), true);
});
