/** Tests of getrandom(2). */
import { assertEquals, assertNotEquals } from "@std/assert";
import { EFAULT, EINVAL } from "@palimpsest/kernel";
import { fsFixture } from "../testing/fs_fixture.ts";

Deno.test("getrandom() gives as many bytes as asked for, and errors as Linux does", () => {
  const fixture = fsFixture();
  const buffer = fixture.mapAnonymous(64, 1);
  const give = (args: Record<string, number>) =>
    fixture.call("getrandom", { buffer, lengthBytes: 10, ...args });
  assertEquals([
    give({}),
    give({ flags: 8 }),
    give({ flags: 6 }),
    give({ buffer: 1 }),
    give({ lengthBytes: 0 }),
  ], [
    10,
    -EINVAL,
    -EINVAL,
    -EFAULT,
    0,
  ]);
  assertNotEquals(fixture.load(buffer, 10), new Uint8Array(10));
});
