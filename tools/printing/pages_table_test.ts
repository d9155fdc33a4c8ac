/** Tests of the table of pages. */
import { assertEquals } from "@std/assert";
import { pageLines, pageRows } from "./pages_table.ts";
import { smallMachine } from "./testing/small_machine.ts";

Deno.test("pages show where they are, what they may, and what they hold", () => {
  const { state, space } = smallMachine();
  const rows = pageRows(state, space);
  assertEquals(rows.map(({ address, pages, entry, holds, bytes }) => [address, pages, entry, holds, bytes]), [
    [0x400000, 1, "r", "/bin/small 0x0", "unknown"],
    [0x501000, 1, "rw", "anonymous, exclusive", "48 69 00 00 00 00 ?? ?? …"],
    [0x502000, 1, "rw", "anonymous, exclusive", "zeros"],
    [0x503000, 1, "r", "the zero page", "zeros"],
  ]);
  assertEquals(pageLines(rows)[0], "ADDRESS  PAGES  FRAMES  ENTRY  HOLDS                 BYTES");
});

Deno.test("pages that are swapped out in a row are one row with all their slots", () => {
  const row = { address: 0x1000, pages: 3, frame: -1, entry: "", holds: "swap slot 4", bytes: "" };
  assertEquals(pageLines([row])[1].includes("swap slots 4-6"), true);
  assertEquals(pageLines([{ ...row, pages: 1 }])[1].includes("swap slot 4"), true);
});
