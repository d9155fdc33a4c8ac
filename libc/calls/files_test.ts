/** Tests of the calls on files as C makes them. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("a file is written, sought, read, cut, duplicated, closed and removed", () => {
  const run = runMain(function* (c) {
    const fd = c.open("notes", c.O_RDWR | c.O_CREAT, 0o600);
    const text = c.storeString(c.alloca(16), "hello, world");
    const buffer = c.alloca(16);
    c.memset(buffer, 0, 16);
    const results = [
      fd,
      yield* c.write(fd, text, 12),
      c.lseek(fd, 7, c.SEEK_SET),
      yield* c.read(fd, buffer, 16),
    ];
    results.push(c.ftruncate(fd, 5), c.fsync(fd), c.lseek(fd, 0, c.SEEK_END), c.dup(fd), c.dup2(fd, 9));
    results.push(c.close(fd), c.close(fd), c.errno, c.unlink("notes"), c.open("notes", c.O_RDONLY), c.errno);
    yield* c.printf("%s %s\n", buffer, results.join(" "));
  });
  assertEquals(run.lines, ["world 3 12 7 5 0 0 5 4 9 0 -1 9 0 -1 2"]);
});

Deno.test("a pipe has two descriptors; isatty() knows the terminal", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    yield* c.printf("%d %d %d", c.pipe(ends), c.loadInt(ends), c.loadInt(ends + 4));
    yield* c.printf(" %d %d %d\n", c.isatty(1), c.isatty(3), c.isatty(77));
  });
  assertEquals(run.lines, ["0 3 4 1 0 0"]);
});

Deno.test("a file in memory can be sealed: what was written stays as it is", () => {
  const run = runMain(function* (c) {
    const fd = c.memfd_create("letters", c.MFD_ALLOW_SEALING);
    const text = c.storeString(c.alloca(16), "sealed");
    yield* c.write(fd, text, 6);
    const sealed = c.fcntl(fd, c.F_ADD_SEALS, c.F_SEAL_WRITE | c.F_SEAL_SHRINK);
    const written = yield* c.write(fd, text, 6);
    yield* c.printf("%d %d %d %d\n", sealed, written, +(c.errno === c.EPERM), c.fcntl(fd, c.F_GET_SEALS));
  });
  assertEquals(run.lines, ["0 -1 1 10"]);
});

Deno.test("pipe2() makes an end that does not wait", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe2(ends, c.O_NONBLOCK);
    const count = yield* c.read(c.loadInt(ends), ends, 1);
    yield* c.printf("%d %d %d\n", count, +(c.errno === c.EAGAIN), c.fcntl(c.loadInt(ends), c.F_GETPIPE_SZ));
  });
  assertEquals(run.lines, ["-1 1 65536"]);
});

Deno.test("a file that would grow beyond its limit is EFBIG with SIGXFSZ, which ends who does not handle it", () => {
  const run = runMain(function* (c) {
    const fd = c.open("large", c.O_RDWR | c.O_CREAT);
    c.setrlimit(c.RLIMIT_FSIZE, 100);
    const status = c.alloca(8);
    const buffer = c.alloca(200);
    if ((yield* c.fork()) === 0) c.ftruncate(fd, 101);
    yield* c.wait(status);
    if ((yield* c.fork()) === 0) yield* c.write(fd, buffer, (yield* c.write(fd, buffer, 200)) - 50);
    yield* c.wait(status + 4);
    c.signal(c.SIGXFSZ, () => c.puts("handled"));
    const results = [c.ftruncate(fd, 101), c.errno, yield* c.write(fd, buffer, 1), c.errno];
    yield* c.printf("%d %d: %s\n", c.loadInt(status), c.loadInt(status + 4), results.join(" "));
  });
  assertEquals(run.lines, ["handled", "handled", "25 25: -1 27 -1 27"]);
});

Deno.test("reading the terminal is the end of input", () => {
  const run = runMain(function* (c) {
    yield* c.printf("%d\n", yield* c.read(0, c.alloca(8), 8));
  });
  assertEquals(run.lines, ["0"]);
});
