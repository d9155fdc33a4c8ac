/** Tests of the small words of diagrams. */
import { assertEquals } from "@std/assert";
import { backingName, counted, mappingName, offsetWords, pageWords, rangeWords, sizeWords } from "./words.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("numbers, sizes and ranges are written one way", () => {
  assertEquals([counted(1, "page"), counted(1200, "page")], ["1 page", "1,200 pages"]);
  assertEquals([0, 4096, 132 * 1024, 1.3 * 2 ** 20, 43 * 2 ** 40].map(sizeWords), [
    "0 bytes",
    "4 KiB",
    "132 KiB",
    "1.3 MiB",
    "43 TiB",
  ]);
  assertEquals([rangeWords(7, 1), rangeWords(7, 3), pageWords(0x400)], ["7", "7 … 9", "0x400000"]);
  assertEquals(offsetWords(1, 2), "0x1000 … 0x2fff");
});

Deno.test("files are called by the last part of their path", () => {
  const { state } = drawnProcess();
  const space = state.spaceOf(DRAWN_PID);
  const [file, memory] = [0x400, 0x800].map((page) => space.vmaAt(page)!);
  assertEquals([mappingName(state, space, file), backingName(state, file)], ["squares.bin", "squares.bin"]);
  assertEquals(mappingName(state, space, memory), "anonymous");
});
