/** Tests of declaring static data. */
import { assertEquals } from "@std/assert";
import { ints, text, zeros } from "./static_data.ts";

Deno.test("static data has bytes, or is zero, and is aligned as compilers align it", () => {
  assertEquals(ints(1, -1), {
    bytes: Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255),
    lengthBytes: 8,
    alignmentBytes: 4,
  });
  assertEquals(text("é").lengthBytes, 3);
  assertEquals(
    [zeros(1), zeros(16), zeros(4096), zeros(8, 4096)].map(({ alignmentBytes }) => alignmentBytes),
    [
      1,
      16,
      32,
      4096,
    ],
  );
  assertEquals(zeros(5).bytes, undefined);
});
