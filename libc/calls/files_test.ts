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

Deno.test("reading the terminal is the end of input", () => {
  const run = runMain(function* (c) {
    yield* c.printf("%d\n", yield* c.read(0, c.alloca(8), 8));
  });
  assertEquals(run.lines, ["0"]);
});
