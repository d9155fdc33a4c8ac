/** Tests of reading and writing several buffers. */
import { EBADF, EFAULT, EINVAL } from "../errno.ts";
import { OPEN } from "../state/open_file.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { assertEquals } from "@std/assert";

function given(...segments: [buffer: number, lengthBytes: number][]) {
  const fixture = new FileFixture();
  fixture.openFile();
  const memory = fixture.mapAnonymous(64, 1);
  const words = segments.flatMap(([offset, length]) => [memory + offset, length]);
  storeBytes(fixture.machine, 1, memory, new Uint8Array(new BigInt64Array(words.map(BigInt)).buffer));
  storeBytes(fixture.machine, 1, memory + 1000, new TextEncoder().encode("abcdefgh"));
  const call = (name: string, count = segments.length, vector = memory) =>
    fixture.call(name, { fd: 0, vector, count });
  return { fixture, memory, call };
}

Deno.test("buffers are written and read in turn, as far as there is something", () => {
  const { fixture, memory, call } = given([1000, 3], [2000, 0], [1005, 3]);
  assertEquals([call("writev"), fixture.contentOf(0)], [6, new TextEncoder().encode("abcfgh")]);
  fixture.call("lseek", { fd: 0, offset: 1, whence: 0 });
  assertEquals([call("readv"), new TextDecoder().decode(fixture.load(memory + 1000, 8))], [5, "bcfdeghh"]);
});

Deno.test("a buffer that fails after others leaves what they did", () => {
  const { call } = given([1000, 3], [2 ** 30, 3]);
  assertEquals(call("writev"), 3);
});

Deno.test("errors come by precedence", () => {
  const { fixture, call } = given([1000, -1]);
  assertEquals([call("writev"), call("readv", 1025), call("readv", 1, 2 ** 30), call("readv", 0)], [
    -EINVAL,
    -EINVAL,
    -EFAULT,
    0,
  ]);
  assertEquals(fixture.call("readv", { fd: 9, count: -1 }), -EBADF);
  fixture.openFile({ flags: OPEN.WRONLY });
  assertEquals(fixture.call("readv", { fd: 1, count: -1 }), -EBADF);
});
