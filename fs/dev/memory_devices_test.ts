/** Tests of null, zero and full, as Linux 6.18 answers. */
import { assertEquals } from "@std/assert";
import { EFAULT, EINVAL, ENODEV, ENOSPC, MAP, PROT } from "@palimpsest/kernel";
import { mapsLines, printMapsLine } from "../proc/maps.ts";
import { givenDevice, openDevice } from "../testing/device_fixture.ts";
import { DEVICE } from "./device_numbers.ts";

const BAD = { buffer: 4096, lengthBytes: 10 };

Deno.test("null: reading ends, and what is written is gone, whatever the buffer", () => {
  const { fixture, call } = givenDevice(DEVICE.NULL);
  const buffer = fixture.mapAnonymous(64, 1);
  assertEquals([call("read", { buffer, lengthBytes: 100 }), call("write", { buffer, lengthBytes: 100 })], [
    0,
    100,
  ]);
  assertEquals([
    call("read", BAD),
    call("write", BAD),
    call("mmap", { lengthBytes: 4096, prot: 3, flags: 2 }),
  ], [
    0,
    10,
    -ENODEV,
  ]);
});

Deno.test("zero and full give zeros; full has no room", () => {
  for (const device of [DEVICE.ZERO, DEVICE.FULL]) {
    const { fixture, call } = givenDevice(device);
    const buffer = fixture.mapAnonymous(64, 1);
    fixture.call("getrandom", { buffer, lengthBytes: 100 });
    assertEquals([call("read", { buffer, lengthBytes: 100 }), call("read", BAD)], [100, -EFAULT]);
    assertEquals(fixture.load(buffer, 100), new Uint8Array(100));
    const isFull = device === DEVICE.FULL;
    assertEquals(call("write", { buffer, lengthBytes: 100 }), isFull ? -ENOSPC : 100);
    assertEquals(call("write", BAD), isFull ? -ENOSPC : 10);
    assertEquals([call("lseek", { offset: 50 }), call("ftruncate"), call("fsync")], [0, -EINVAL, -EINVAL]);
  }
});

Deno.test("a private mapping of zero is anonymous memory that is called /dev/zero; a shared one is shared memory", () => {
  const { fixture, call } = givenDevice(DEVICE.ZERO, "/dev/zero");
  const readOnly = openDevice(fixture, DEVICE.ZERO, "/dev/zero", 0);
  const map = (fd: number, prot: number, flags: number) =>
    call("mmap", { fd, lengthBytes: 8192, prot, flags });
  const [both, rights] = [PROT.READ | PROT.WRITE, PROT.READ];
  const places = [map(0, both, MAP.PRIVATE), map(0, both, MAP.SHARED), map(readOnly, rights, MAP.SHARED)];
  assertEquals(map(readOnly, both, MAP.SHARED), -13);
  fixture.machine.call(1, "mlock", { address: places[0], lengthBytes: 4096 });
  const lines = mapsLines(fixture.state, fixture.state.spaceOf(1)).map(printMapsLine);
  assertEquals(lines.map((line) => line.replace(/^\S+ /, "").replace(/ +/g, " ")), [
    "r--s 00000000 00:06 2 /dev/zero",
    "rw-s 00000000 00:01 3 /dev/zero (deleted)",
    "rw-p 00000000 00:06 1 /dev/zero",
    "rw-p 00001000 00:06 1 /dev/zero",
  ]);
  const { maps, anon } = pageOf(fixture.state, places[0]);
  assertEquals([maps, anon], [1, true]);
});

function pageOf(state: ReturnType<typeof givenDevice>["fixture"]["state"], address: number) {
  const frame = state.spaceOf(1).pte(address / 4096) >>> 8;
  return { maps: state.frameWord(frame, 0), anon: (state.frameWord(frame, 1) & 2) !== 0 };
}
