/** Tests of the frame buffer. */
import { assertEquals } from "@std/assert";
import { EFBIG, EINVAL, ENODEV, MADV, MAP, PROT, storeBytes } from "@palimpsest/kernel";
import { checkState } from "@palimpsest/kernel";
import { meminfoText } from "../proc/meminfo.ts";
import { smapsRecords } from "../proc/smaps.ts";
import { givenDevice } from "../testing/device_fixture.ts";
import { DEVICE } from "./device_numbers.ts";
import { FRAME_BUFFER_BYTES, frameBufferColors } from "./frame_buffer.ts";

const BOTH = PROT.READ | PROT.WRITE;

function givenFrameBuffer() {
  const given = givenDevice(DEVICE.FRAME_BUFFER, "/dev/fb0");
  const map = (lengthBytes: number, flags: number = MAP.SHARED, offset = 0) =>
    given.call("mmap", { lengthBytes, prot: BOTH, flags, offset });
  return { ...given, map };
}

Deno.test("a mapping shows all pages at once, without faults, as device memory", () => {
  const { fixture, map } = givenFrameBuffer();
  const address = map(FRAME_BUFFER_BYTES);
  storeBytes(fixture.machine, 1, address + 320 * 4, Uint8Array.of(1, 2, 3, 0));
  assertEquals(fixture.eventKinds.includes("fault"), false);
  assertEquals([...frameBufferColors(fixture.state, 1).subarray(320 * 3, 320 * 3 + 6)], [3, 2, 1, 0, 0, 0]);
  const record = smapsRecords(fixture.state, fixture.state.spaceOf(1))[0];
  assertEquals(record.includes("Rss:                   0 kB"), true);
  assertEquals(record.split("\n").at(-2), "VmFlags: rd wr sh mr mw me ms pf io de dd ");
  checkState(fixture.state);
});

Deno.test("its pages are used, and neither cached nor shared memory", () => {
  const { fixture, map } = givenFrameBuffer();
  map(4096);
  const text = meminfoText(fixture.state, { frameCount: 4096, ramPages: 4096, swapSlotCount: 0 });
  const value = (label: string) => Number(new RegExp(`^${label}: +(\\d+)`, "m").exec(text)![1]);
  assertEquals([value("MemTotal") - value("MemFree"), value("Cached"), value("Mapped")], [76 * 4, 0, 0]);
});

Deno.test("it is read and written as a file of its size", () => {
  const { fixture, call } = givenFrameBuffer();
  const buffer = fixture.mapAnonymous(64, 2);
  storeBytes(fixture.machine, 1, buffer, Uint8Array.of(9, 8, 7, 6));
  assertEquals([call("write", { buffer, lengthBytes: 4 }), call("lseek", { offset: 0, whence: 1 })], [4, 4]);
  assertEquals(call("pread64", { buffer: buffer + 100, lengthBytes: 4, position: 0 }), 4);
  assertEquals(fixture.load(buffer + 100, 4), Uint8Array.of(9, 8, 7, 6));
  const end = FRAME_BUFFER_BYTES;
  assertEquals(call("pwrite64", { buffer, lengthBytes: 8, position: end - 4 }), 4);
  assertEquals(call("pread64", { buffer, lengthBytes: 8, position: end }), 0);
  assertEquals(call("pwrite64", { buffer, lengthBytes: 8, position: end + 1 }), -EFBIG);
  assertEquals([call("lseek", { offset: -1 }), call("lseek", { offset: 5, whence: 0 })], [-EINVAL, 5]);
});

Deno.test("nothing is mapped beyond its end; a private mapping copies what is written", () => {
  const { fixture, map } = givenFrameBuffer();
  assertEquals([map(FRAME_BUFFER_BYTES + 4096), map(4096, MAP.SHARED, FRAME_BUFFER_BYTES)], [
    -EINVAL,
    -EINVAL,
  ]);
  const address = map(8192, MAP.PRIVATE);
  storeBytes(fixture.machine, 1, address, Uint8Array.of(1, 2, 3, 0));
  assertEquals([...frameBufferColors(fixture.state, 1).subarray(0, 3)], [0, 0, 0]);
  checkState(fixture.state);
});

Deno.test("a child draws on the same picture, which stays when every mapping is gone", () => {
  const { fixture, call, map } = givenFrameBuffer();
  const address = map(4096);
  const child = fixture.call("fork");
  storeBytes(fixture.machine, child, address, Uint8Array.of(0, 0, 255, 0));
  fixture.machine.call(child, "exit_group", { status: 0 });
  call("munmap", { address, lengthBytes: 4096 });
  assertEquals([...frameBufferColors(fixture.state, 1).subarray(0, 3)], [255, 0, 0]);
  assertEquals(call("mremap", { oldAddress: address, oldLengthBytes: 4096, newLengthBytes: 8192 }), -14);
  checkState(fixture.state);
});

Deno.test("no advice takes its pages away", () => {
  const { call, map } = givenFrameBuffer();
  const address = map(4096);
  const advise = (advice: number) => call("madvise", { address, lengthBytes: 4096, advice });
  assertEquals([MADV.REMOVE, MADV.DONTNEED, MADV.PAGEOUT].map(advise), [-ENODEV, -EINVAL, -EINVAL]);
});

Deno.test("other devices cannot be mapped", () => {
  const { call } = givenDevice(DEVICE.FULL);
  assertEquals(call("mmap", { lengthBytes: 4096, prot: BOTH, flags: MAP.SHARED }), -ENODEV);
});
