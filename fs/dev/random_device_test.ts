/** Tests of random bytes. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { EFAULT } from "@palimpsest/kernel";
import { givenDevice } from "../testing/device_fixture.ts";
import { DEVICE } from "./device_numbers.ts";
import { randomBytes } from "./random_device.ts";

/** Two answers of a device on a fresh machine. */
function answers() {
  const { fixture, call } = givenDevice(DEVICE.RANDOM);
  const buffer = fixture.mapAnonymous(64, 4);
  return [1, 2].map(() => {
    assertEquals(call("read", { buffer, lengthBytes: 10_000 }), 10_000);
    return fixture.load(buffer, 10_000).slice();
  });
}

Deno.test("every answer is another one, and every run gives the same", () => {
  const [first, second] = answers();
  assertNotEquals(first, second);
  assertEquals(answers(), [first, second]);
});

Deno.test("bytes are about even, and another seed gives others", () => {
  const counts = new Array(256).fill(0);
  for (const byte of randomBytes(1, 2, 0, 65_536)) counts[byte]++;
  assert(
    Math.min(...counts) > 180 && Math.max(...counts) < 340,
    `${Math.min(...counts)} … ${Math.max(...counts)}`,
  );
  assertNotEquals(randomBytes(1, 2, 0, 16), randomBytes(2, 2, 0, 16));
});

Deno.test("an answer does not depend on the parts it is copied in", () => {
  const whole = randomBytes(7, 9, 0, 100);
  assertEquals([...randomBytes(7, 9, 0, 33), ...randomBytes(7, 9, 33, 67)], [...whole]);
});

Deno.test("what is written is read, and changes nothing", () => {
  const { fixture, call } = givenDevice(DEVICE.URANDOM);
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals(call("write", { buffer, lengthBytes: 10 }), 10);
  assertEquals([
    call("write", { buffer: 4096, lengthBytes: 10 }),
    call("read", { buffer: 4096, lengthBytes: 10 }),
  ], [
    -EFAULT,
    -EFAULT,
  ]);
});
