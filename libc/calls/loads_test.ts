/** Tests of typed loads and stores. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("each type keeps its range and its sign", () => {
  const run = runMain(function* (c) {
    const place = c.alloca(16);
    const results: number[] = [];
    c.storeByte(place, 300);
    results.push(c.loadByte(place));
    c.storeShort(place, 40_000);
    results.push(c.loadShort(place));
    c.storeInt(place, 2 ** 31);
    results.push(c.loadInt(place), c.loadUnsigned(place));
    c.storeLong(place, -(2 ** 52));
    results.push(c.loadLong(place));
    c.storePointer(place, 0x7fff_ffff_e000);
    results.push(c.loadPointer(place));
    c.storeDouble(place, -0.125);
    results.push(c.loadDouble(place));
    yield* c.puts(results.join(" "));
    yield* c.puts(c.hex(0x7ff0));
  });
  assertEquals(run.lines, [
    `44 -25536 -2147483648 2147483648 ${-(2 ** 52)} ${0x7fff_ffff_e000} -0.125`,
    "0x7ff0",
  ]);
});
