/** Tests of the mapping picture as text. */
import { assertEquals } from "@std/assert";
import { mappingText } from "./mapping_text.ts";

Deno.test("pages, frames and backing stand in three columns, the page that matters is marked", () => {
  const row = { mapping: "squares.bin rw-p", pages: "0x400000, 1 page", frames: "7", isFocus: false };
  const text = mappingText({
    title: "drawn (pid 1)",
    rows: [
      { ...row, backing: "squares.bin 0x0 … 0xfff" },
      { ...row, pages: "0x401000, 1 page", frames: "12 … 13", backing: "own copy", isFocus: true },
      { ...row, mapping: "anonymous rw-p", frames: "not present", backing: "anonymous: swap" },
    ],
    rest: "1 mapping of which no page is present",
  });
  assertEquals(text.split("\n"), [
    "drawn (pid 1)",
    "",
    "  virtual pages         page frames      file offsets and other backing",
    "  ────────────────      ───────────      ──────────────────────────────",
    "  squares.bin rw-p",
    "  0x400000, 1 page ───▶ 7           ───▶ squares.bin 0x0 … 0xfff",
    "▶ 0x401000, 1 page ───▶ 12 … 13     ───▶ own copy",
    "  anonymous rw-p",
    "  0x400000, 1 page  ·   not present      anonymous: swap",
    "",
    "  … 1 mapping of which no page is present",
    "",
  ]);
});
