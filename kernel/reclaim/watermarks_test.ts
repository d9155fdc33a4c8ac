/** Tests of the watermarks. */
import { assert, assertEquals } from "@std/assert";
import { NO_WATERMARKS, usualWatermarks } from "./watermarks.ts";

Deno.test("a machine of 8 GiB keeps back what Linux does", () => {
  // min_free_kbytes = sqrt(8388608 * 16) = 11585 KiB.
  assertEquals(usualWatermarks(2 ** 21), { min: 2896, low: 2896 + 2097, high: 2896 + 2 * 2097 });
});

Deno.test("a small machine keeps back a 128th of its memory, a tiny one nothing", () => {
  assertEquals(usualWatermarks(1024), { min: 8, low: 10, high: 12 });
  assertEquals(
    [1, 16, 127].map((frameCount) => usualWatermarks(frameCount)),
    [1, 16, 127].map(() => NO_WATERMARKS),
  );
});

Deno.test("watermarks ascend at every size", () => {
  for (let frameCount = 1; frameCount <= 2 ** 24; frameCount = Math.ceil(frameCount * 1.3)) {
    const { min, low, high } = usualWatermarks(frameCount);
    assert(min <= low && low <= high && high < frameCount);
  }
});
