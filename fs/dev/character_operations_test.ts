/** Tests of finding a device's driver. */
import { assertEquals } from "@std/assert";
import { ENODEV, ENXIO } from "@palimpsest/kernel";
import { givenDevice } from "../testing/device_fixture.ts";
import { characterOperations } from "./character_operations.ts";
import { DEVICE } from "./device_numbers.ts";

Deno.test("the number says which driver answers; without one nothing opens", () => {
  const open = (device: number) => {
    const { fixture, fd } = givenDevice(device);
    return fixture.during((tx) => characterOperations.open!(tx, fixture.inodeOf(fd), 0));
  };
  assertEquals([open(DEVICE.NULL), open(0x4242)], [0, -ENXIO]);
  const { call } = givenDevice(0x4242);
  assertEquals([
    call("read", { lengthBytes: 1, outside: 1 }),
    call("mmap", { lengthBytes: 1, prot: 1, flags: 2 }),
  ], [
    -ENXIO,
    -ENODEV,
  ]);
});
