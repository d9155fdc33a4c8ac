/** Tests of devices' numbers. */
import { assertEquals } from "@std/assert";
import { DEVICE } from "./device_numbers.ts";

Deno.test("numbers are major × 256 + minor, as Linux lists them", () => {
  const split = (device: number) => [device >> 8, device & 255];
  assertEquals([DEVICE.NULL, DEVICE.URANDOM, DEVICE.FRAME_BUFFER].map(split), [[1, 3], [1, 9], [29, 0]]);
});
