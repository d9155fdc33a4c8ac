/** Tests of the fixture with a device. */
import { assertEquals } from "@std/assert";
import { DEVICE } from "../dev/device_numbers.ts";
import { givenDevice } from "./device_fixture.ts";

Deno.test("the device is open, with its number", () => {
  const { fixture, fd } = givenDevice(DEVICE.ZERO);
  assertEquals([fd, fixture.inodeOf(fd).attributes?.device], [0, 0x105]);
});
