/** Tests of FIFOs, shared memory by name, random bytes, devices and /proc as C has them. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("opening a FIFO waits for the other end; then it is a pipe", () => {
  const run = runMain(function* (c) {
    yield* c.printf("%d %d\n", c.mkfifo("/tmp/f"), c.mkfifo("/tmp/f"));
    const buffer = c.alloca(16);
    if ((yield* c.fork()) === 0) {
      const writing = yield* c.openFifo("/tmp/f", c.O_WRONLY);
      yield* c.write(writing, c.storeString(buffer, "through"), 7);
      return 0;
    }
    const reading = yield* c.openFifo("/tmp/f", c.O_RDONLY);
    c.memset(buffer, 0, 16);
    const counts = [yield* c.read(reading, buffer, 16), yield* c.read(reading, buffer + 8, 8)];
    yield* c.printf("%s %s\n", counts.join(" "), buffer);
  });
  assertEquals(run.lines, ["0 -1", "7 0 through"]);
});

Deno.test("a signal ends an open that waits, and the FIFO is as if nobody had come", () => {
  const run = runMain(function* (c) {
    c.mkfifo("/tmp/f");
    c.sigaction(c.SIGUSR1, { handler: () => c.puts("signal") });
    const parent = c.getpid();
    if ((yield* c.fork()) === 0) return void (yield* c.kill(parent, c.SIGUSR1));
    const opened = yield* c.openFifo("/tmp/f", c.O_RDONLY);
    yield* c.printf("%d %d", opened, +(c.errno === c.EINTR));
    const writer = c.open("/tmp/f", c.O_WRONLY | c.O_NONBLOCK);
    yield* c.printf(" %d %d\n", writer, +(c.errno === c.ENXIO));
  });
  assertEquals(run.lines, ["signal", "-1 1 -1 1"]);
});

Deno.test("a process that is killed while it opens a FIFO does not count any more", () => {
  const run = runMain(function* (c) {
    c.mkfifo("/tmp/f");
    const child = yield* c.fork();
    if (child === 0) yield* c.openFifo("/tmp/f", c.O_RDONLY);
    yield* c.sleep(1);
    yield* c.kill(child, c.SIGKILL);
    yield* c.wait();
    const writer = c.open("/tmp/f", c.O_WRONLY | c.O_NONBLOCK);
    yield* c.printf("%d %d\n", writer, +(c.errno === c.ENXIO));
  });
  assertEquals(run.lines, ["-1 1"]);
});

Deno.test("a program that opens a FIFO with open() is told to use what can wait", () => {
  const run = runMain(function* (c) {
    c.mkfifo("/tmp/f");
    c.open("/tmp/f", c.O_RDONLY);
    yield* c.puts("never");
  });
  assertEquals(
    run.stop?.message,
    "open() would have to wait here; opening a FIFO is yield* c.openFifo(path, flags).",
  );
});

Deno.test("shared memory is found by its name, and stays with who has it when that is gone", () => {
  const run = runMain(function* (c) {
    const fd = c.shm_open("/board", c.O_RDWR | c.O_CREAT | c.O_EXCL);
    c.ftruncate(fd, 4096);
    const one = c.mmap(0, 4096, 3, c.MAP_SHARED, fd);
    const other = c.mmap(0, 4096, 3, c.MAP_SHARED, c.shm_open("/board", c.O_RDWR));
    c.storeInt(one, 42);
    const unlinked = [c.shm_unlink("/board"), c.shm_unlink("/board"), c.shm_open("/board", c.O_RDWR)];
    yield* c.printf("%d %s\n", c.loadInt(other), unlinked.join(" "));
  });
  assertEquals(run.lines, ["42 0 -1 -1"]);
});

Deno.test("a name of shared memory needs no slash before it, and may have none inside", () => {
  const run = runMain(function* (c) {
    const made = c.shm_open("board", c.O_RDWR | c.O_CREAT);
    yield* c.printf("%d %d\n", +(made > 2), +(c.shm_open("//board", c.O_RDWR) > 2));
    for (const name of ["", "/", "/a/b", "q/", "..", "/none"]) {
      const opened = c.shm_open(name, c.O_RDWR | c.O_CLOEXEC);
      const [first, unlinked] = [c.errno, c.shm_unlink(name)];
      yield* c.printf("%d %d, %d %d\n", opened, first, unlinked, c.errno);
    }
  });
  // What glibc 2.36 answers on Linux: EINVAL 22 and ENOENT 2; a directory is EISDIR 21 to shm_unlink() alone.
  const noName = "-1 22, -1 2";
  assertEquals(run.lines, ["1 1", noName, noName, noName, noName, "-1 22, -1 21", "-1 2, -1 2"]);
});

Deno.test("devices are opened by their names", () => {
  const run = runMain(function* (c) {
    const [zero, full, random] = ["zero", "full", "urandom"].map((name) => c.open(`/dev/${name}`, c.O_RDWR));
    const buffer = c.alloca(16);
    const counts = [
      yield* c.read(zero, buffer, 8),
      yield* c.write(full, buffer, 8),
      yield* c.read(random, buffer, 8),
      c.getrandom(buffer + 8, 8),
    ];
    const memory = c.mmap(0, 8192, 3, c.MAP_PRIVATE, zero);
    c.storeInt(memory, 7);
    yield* c.printf(
      "%s %d %d %d\n",
      counts.join(" "),
      c.loadInt(memory),
      c.loadInt(memory + 4096),
      +(memory > 0),
    );
  });
  assertEquals(run.lines, ["8 -1 8 8 7 0 1"]);
});

Deno.test("/proc tells of the process that asks, and of others; its links lead to what is open", () => {
  const run = runMain(function* (c) {
    const buffer = c.alloca(4096);
    const first = function* (path: string) {
      const fd = c.open(path, c.O_RDONLY);
      const count = fd < 0 ? 0 : yield* c.read(fd, buffer, 4095);
      c.storeByte(buffer + count, 0);
      c.close(fd);
      return c.loadString(buffer).split("\n")[0];
    };
    const child = yield* c.fork();
    if (child === 0) return void (yield* c.pause());
    yield* c.sleep(1);
    yield* c.puts(yield* first("/proc/self/status"));
    yield* c.puts((yield* first(`/proc/${child}/stat`)).split(" ").slice(0, 4).join(" "));
    yield* c.puts(yield* first("/proc/meminfo"));
    yield* c.puts(yield* first("/proc/self/nothing"));
    const log = c.open("/tmp/log", c.O_RDWR | c.O_CREAT);
    yield* c.write(log, c.storeString(buffer, "a line"), 6);
    yield* c.puts(yield* first(`/dev/fd/${log}`));
    yield* c.kill(child, c.SIGKILL);
  });
  const [status, stat, meminfo, nothing, line] = run.lines;
  assertEquals([status, stat, nothing, line], ["Name:\ttest", "101 (test) S 100", "", "a line"]);
  assertEquals(meminfo.startsWith("MemTotal:       16777216 kB"), true);
});

Deno.test("writing to what /proc tells is EIO where it tells of the machine, EINVAL where it tells of a process", () => {
  const run = runMain(function* (c) {
    for (const name of ["meminfo", "swaps", "self/maps"]) {
      yield* c.printf("%d ", yield* c.write(c.open(`/proc/${name}`, c.O_RDWR), c.alloca(16), 1));
      yield* c.printf("%d\n", c.errno);
    }
  });
  assertEquals(run.lines, ["-1 5", "-1 5", "-1 22"]);
});

Deno.test("pagemap tells which pages are there, and that a page is shared since fork()", () => {
  const run = runMain(function* (c) {
    const memory = c.mmap(0, 3 * 4096, 3, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.storeInt(memory, 1);
    c.loadInt(memory + 4096);
    const fd = c.open("/proc/self/pagemap", c.O_RDONLY);
    const words = c.alloca(24);
    const tops = function* () {
      c.lseek(fd, memory / 4096 * 8, c.SEEK_SET);
      const count = yield* c.read(fd, words, 24);
      const high = [4, 12, 20].map((at) => (c.loadUnsigned(words + at) >>> 24).toString(16));
      return `${count}: ${high.join(" ")}`;
    };
    yield* c.puts(yield* tops());
    if ((yield* c.fork()) === 0) return void (yield* c.pause());
    yield* c.puts(yield* tops());
    yield* c.kill(c.getpid() + 1, c.SIGKILL);
  });
  assertEquals(run.lines, ["24: 81 80 0", "24: 80 80 0"]);
});
