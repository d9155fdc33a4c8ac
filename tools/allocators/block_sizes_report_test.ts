/** Tests of the table of sizes. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { sizeLines } from "./block_sizes_report.ts";

Deno.test("a line a class says what mapping each block would cost", () => {
  const own = {
    limitBytes: 4096,
    blockCount: 1000,
    totalBytes: 3_072_000,
    peakBytes: 20_480,
    peakCount: 8,
    medianLifetime: 12,
    longLifetime: 3400,
    mappedPages: 1000,
  };
  const lines = sizeLines("t", [own, { ...own, limitBytes: 2 ** 21 }, { ...own, limitBytes: 16 }]);
  assertEquals(lines.length, 5);
  assertEquals(lines[2].trim().split(/ {2,}/), [
    ...["4 KiB", "1,000", "8", "20", "12", "3,400", "2,000", "1,000", "25.0 %"],
  ]);
  assertStringIncludes(lines[3], "2 MiB");
  assertStringIncludes(lines[4], "16 B");
});
