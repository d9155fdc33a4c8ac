/** Tests of reading and writing pipes. */
import { BLOCKED, EAGAIN, EFAULT, EPIPE, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { countingBytes, type FileFixture } from "../kernel/testing/file_fixture.ts";
import { fsFixture } from "./testing/fs_fixture.ts";

function withPipe(
  flags = 0,
): { fixture: FileFixture; read: (lengthBytes: number) => number; write: (lengthBytes: number) => number } {
  const fixture = fsFixture();
  fixture.call("pipe2", { flags, outside: 1 });
  return {
    fixture,
    read: (lengthBytes) => fixture.call("read", { fd: 0, lengthBytes, outside: 1 }),
    write: (lengthBytes) =>
      fixture.call("write", { fd: 1, lengthBytes, outside: 1, bytes: countingBytes(lengthBytes) }),
  };
}

Deno.test("what is written is read, in order, and its pages go as they are read", () => {
  const { fixture, write } = withPipe();
  const buffer = fixture.mapAnonymous(64, 4);
  write(6000);
  write(3000);
  assertEquals(fixture.cachedPages(0), [0, 1, 2]);
  assertEquals(fixture.call("read", { fd: 0, buffer, lengthBytes: 5000 }), 5000);
  assertEquals(fixture.load(buffer, 5000), countingBytes(6000).slice(0, 5000));
  assertEquals(fixture.cachedPages(0), [1, 2]);
  assertEquals(fixture.call("read", { fd: 0, buffer, lengthBytes: 99999 }), 4000);
  assertEquals(fixture.load(buffer + 1000, 3000), countingBytes(3000));
});

Deno.test("an empty pipe waits for its writers, and ends when there are none", () => {
  const { fixture, read } = withPipe();
  assertEquals([read(10), read(0)], [BLOCKED, 0]);
  fixture.call("close", { fd: 1 });
  assertEquals(read(10), 0);
});

Deno.test("a full pipe waits for its reader; a small write goes in whole", () => {
  const { read, write } = withPipe();
  assertEquals([write(65536 - 100), write(101), write(100), write(1)], [65436, BLOCKED, 100, BLOCKED]);
  read(4096);
  assertEquals([write(8192), write(1)], [4096, BLOCKED]);
});

Deno.test("O_NONBLOCK answers EAGAIN instead", () => {
  const { read, write } = withPipe(OPEN.NONBLOCK);
  assertEquals([read(1), write(65536), write(1)], [-EAGAIN, 65536, -EAGAIN]);
});

Deno.test("a pipe without readers is EPIPE", () => {
  const { fixture, write } = withPipe();
  fixture.call("close", { fd: 0 });
  assertEquals([write(1), write(0)], [-EPIPE, -EPIPE]);
});

Deno.test("buffers that cannot be accessed are EFAULT, and nothing moves", () => {
  const { fixture, read, write } = withPipe();
  write(10);
  assertEquals(fixture.call("read", { fd: 0, buffer: 4096, lengthBytes: 10 }), -EFAULT);
  assertEquals(fixture.call("write", { fd: 1, buffer: 4096, lengthBytes: 10 }), -EFAULT);
  assertEquals(read(99), 10);
});

Deno.test("a pipe that nobody has open is gone with its bytes", () => {
  const { fixture, write } = withPipe();
  write(10000);
  fixture.call("close", { fd: 0 });
  fixture.call("close", { fd: 1 });
  assertEquals([fixture.state.inodes.size, fixture.state.frameMap.usedCount], [0, 1]);
});
