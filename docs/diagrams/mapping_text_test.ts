/** Tests of the mapping picture as text. */
import { assertEquals } from "@std/assert";
import { mappingPicture } from "./mapping.ts";
import { mappingText } from "./mapping_text.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("pages, frames and backing stand in three columns, the page that matters is marked", () => {
  const text = mappingText(mappingPicture(drawnProcess().state, DRAWN_PID, { focusPage: 0x401 }));
  assertEquals(text.split("\n"), [
    "drawn (pid 1)",
    "",
    "  virtual pages                     page frames               file offsets and other backing",
    "  ────────────────────────────      ────────────────────      ───────────────────────────────────────",
    "  squares.bin rw-p",
    "  0x400000, 1 page             ───▶ 1                    ◀─── squares.bin 0x0 … 0xfff",
    "▶ 0x401000, 1 page             ───▶ 2                    ◀─── own copy of squares.bin 0x1000 … 0x1fff",
    "  0x402000, 1 page             ───▶ 4                    ◀─── squares.bin 0x2000 … 0x2fff",
    "  anonymous rw-p",
    "  0x800000, 4 pages, 3 present ───▶ the zero page, 5 … 6 ◀─── zeros, anonymous: swap",
    "",
    "  … 1 mapping of which no page is present",
    "",
  ]);
});
