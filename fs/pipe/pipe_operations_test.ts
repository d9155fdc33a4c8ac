/** Tests of reading and writing pipes. */
import {
  BLOCKED,
  EAGAIN,
  EBADF,
  EFAULT,
  EINTR,
  EPIPE,
  OPEN,
  PROCESS_WAITING,
  SIGNAL,
} from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { countingBytes, type FileFixture } from "../../kernel/testing/file_fixture.ts";
import { fsFixture } from "../testing/fs_fixture.ts";

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
  const { write } = withPipe();
  assertEquals([write(65536 - 100), write(101), write(100), write(1)], [65436, BLOCKED, 100, BLOCKED]);
});

Deno.test("a long write that waits goes on where it was, and ends when all is written", () => {
  const { fixture, read, write } = withPipe();
  const args = { fd: 1, lengthBytes: 8192, outside: 1, bytes: countingBytes(8192) };
  write(65536);
  read(4096);
  assertEquals(fixture.call("write", args), BLOCKED);
  assertEquals([fixture.state.process(1).state, fixture.state.process(1).status], [PROCESS_WAITING, 4096]);
  read(4096);
  assertEquals(fixture.machine.resumeCall(1, "write", args), 8192);
  assertEquals([fixture.state.process(1).state, fixture.state.process(1).status], [0, 0]);
  assertEquals(read(99999), 65536);
});

Deno.test("a signal ends a waiting write with what it wrote, and one that wrote nothing with its errno", () => {
  const { fixture, read, write } = withPipe();
  write(65536);
  assertEquals(write(10), BLOCKED);
  assertEquals(fixture.machine.abandonCall(1, "write", -EINTR), -EINTR);
  read(4096);
  assertEquals(write(8192), BLOCKED);
  assertEquals(fixture.machine.abandonCall(1, "write", -EINTR), 4096);
});

Deno.test("writes join the last page only when they fit it whole: 640 writes of 100 bytes fill a pipe", () => {
  const { fixture, read, write } = withPipe(OPEN.NONBLOCK);
  let count = 0;
  while (write(100) === 100) count++;
  assertEquals([count, fixture.cachedPages(0).length], [640, 16]);
  assertEquals([read(50), write(1), write(97), write(96)], [50, 1, -EAGAIN, -EAGAIN]);
  assertEquals([read(4100), write(8192), read(200000)], [4100, 4096, 63947]);
});

Deno.test("with O_DIRECT a write is packets of up to a page, and what is not read of one is lost", () => {
  const { read, write } = withPipe(OPEN.NONBLOCK | OPEN.DIRECT);
  assertEquals([write(100), write(100), write(5000)], [100, 100, 5000]);
  assertEquals([read(50), read(500), read(5000), read(5000), read(1)], [50, 100, 4096, 904, -EAGAIN]);
});

Deno.test("O_NONBLOCK answers EAGAIN instead", () => {
  const { read, write } = withPipe(OPEN.NONBLOCK);
  assertEquals([read(1), write(65536), write(1)], [-EAGAIN, 65536, -EAGAIN]);
});

Deno.test("a pipe without readers is EPIPE", () => {
  const { fixture, write } = withPipe();
  fixture.call("close", { fd: 0 });
  assertEquals([write(1), write(0)], [-EPIPE, 0]);
  assertEquals(fixture.state.process(1).state, 0);
});

Deno.test("where signals are raised, a pipe without readers is SIGPIPE too", () => {
  const { fixture, write } = withPipe();
  fixture.machine.raisesSignals = true;
  fixture.call("close", { fd: 0 });
  assertEquals(write(1), -EPIPE);
  assertEquals([fixture.state.process(1).status, fixture.eventKinds.at(-1)], [SIGNAL.SIGPIPE, "signal"]);
});

Deno.test("a descriptor of another process keeps an end open", () => {
  const { fixture, read, write } = withPipe(OPEN.NONBLOCK);
  fixture.call("dup", { fd: 0 });
  fixture.call("close", { fd: 0 });
  assertEquals(write(3), 3);
  fixture.call("close", { fd: 2 });
  assertEquals([write(3), read(3)], [-EPIPE, -EBADF]);
});

Deno.test("buffers that cannot be accessed are EFAULT, and nothing moves", () => {
  const { fixture, read, write } = withPipe();
  write(10);
  assertEquals(fixture.call("read", { fd: 0, buffer: 4096, lengthBytes: 10 }), -EFAULT);
  assertEquals(fixture.call("write", { fd: 1, buffer: 4096, lengthBytes: 10 }), -EFAULT);
  assertEquals(read(99), 10);
});

Deno.test("what cannot be copied whole is not copied: a short count, up to the last page that could", () => {
  const { fixture, read, write } = withPipe(OPEN.NONBLOCK);
  const buffer = fixture.mapAnonymous(64, 1);
  const give = (offset: number, lengthBytes: number) =>
    fixture.call("write", { fd: 1, buffer: buffer + offset, lengthBytes });
  const take = (offset: number, lengthBytes: number) =>
    fixture.call("read", { fd: 0, buffer: buffer + offset, lengthBytes });
  write(10);
  assertEquals([give(4090, 10), give(4000, 200), give(0, 5000), read(99999)], [-EFAULT, -EFAULT, 904, 914]);
  assertEquals([write(4096), write(4096), take(0, 8192), read(8192)], [4096, 4096, 4096, 4096]);
  assertEquals([write(4000), take(4000, 4000), read(8192)], [4000, -EFAULT, 4000]);
});

Deno.test("a pipe that nobody has open is gone with its bytes", () => {
  const { fixture, write } = withPipe();
  write(10000);
  fixture.call("close", { fd: 0 });
  fixture.call("close", { fd: 1 });
  assertEquals([fixture.state.inodes.size, fixture.state.frameMap.usedCount], [0, 1]);
});
