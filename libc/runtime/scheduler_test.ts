/** Tests of turns: who runs when, by virtual time. */
import { assertEquals } from "@std/assert";
import { cutPower } from "@palimpsest/fs";
import { runMain } from "../testing/run_main.ts";

Deno.test("sleepers wake in the order of their times, whoever went to sleep first", () => {
  const run = runMain(function* (c) {
    for (const seconds of [3, 1, 2]) {
      if ((yield* c.fork()) === 0) {
        yield* c.sleep(seconds);
        yield* c.printf("%d ", seconds);
        return 0;
      }
    }
    while ((yield* c.wait()) > 0);
  });
  assertEquals(run.output, "1 2 3 ");
  assertEquals(Math.floor(run.nanoseconds / 1e9), 3, "three seconds of virtual time");
});

Deno.test("sched_yield() gives the turn to the next in the round", () => {
  const run = runMain(function* (c) {
    const isParent = (yield* c.fork()) !== 0;
    for (let round = 0; round < 3; round++) {
      yield* c.fprintf(c.stderr, isParent ? "p" : "c");
      yield* c.sched_yield();
    }
    if (isParent) yield* c.wait();
  });
  assertEquals(run.output, "pcpcpc");
});

Deno.test("a process whose slice is used up goes to the round's end when others are ready", () => {
  const run = runMain(function* (c) {
    const isParent = (yield* c.fork()) !== 0;
    for (let round = 0; round < 3; round++) {
      for (let call = 0; call < 12_000; call++) yield* c.kill(0, -1);
      yield* c.fprintf(c.stderr, isParent ? "p" : "c");
    }
    if (isParent) yield* c.wait();
  });
  assertEquals(run.output.length, 6);
  assertEquals(run.output.includes("pc"), true);
  assertEquals(run.output.includes("cp"), true);
});

Deno.test("a pipe carries bytes; its reader waits for them, and for its writers' end", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const [reading, writing] = [c.loadInt(ends), c.loadInt(ends + 4)];
    if ((yield* c.fork()) === 0) {
      c.close(reading);
      const text = c.storeString(c.alloca(16), "through the pipe");
      for (let part = 0; part < 2; part++) {
        yield* c.sleep(1);
        yield* c.write(writing, text + part * 8, 8);
      }
      return 0;
    }
    c.close(writing);
    const buffer = c.alloca(64);
    for (;;) {
      const count = yield* c.read(reading, buffer, 64);
      if (count === 0) break;
      yield* c.printf("%d: %.*s\n", count, count, buffer);
      c.memset(buffer, 0, 64);
    }
    yield* c.puts("end");
  });
  assertEquals(run.lines, ["8: through ", "8: the pipe", "end"]);
});

Deno.test("a writer waits while the pipe is full", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const [reading, writing] = [c.loadInt(ends), c.loadInt(ends + 4)];
    const memory = c.mmap(c.NULL, 65536, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    if ((yield* c.fork()) === 0) {
      let sent = 0;
      while (sent < 200_000) sent += yield* c.write(writing, memory, Math.min(4096, 200_000 - sent));
      return 0;
    }
    c.close(writing);
    let got = 0;
    for (let count = 1; count > 0; got += count) count = yield* c.read(reading, memory, 65536);
    yield* c.printf("%d\n", got);
  });
  assertEquals(run.lines, ["200000"]);
});

Deno.test("a write that is longer than the pipe ends when everything is written", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const [reading, writing] = [c.loadInt(ends), c.loadInt(ends + 4)];
    const memory = c.mmap(c.NULL, 200_000, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    if ((yield* c.fork()) === 0) {
      c.memset(memory, 0x61, 200_000);
      c.storeByte(memory + 199_999, 0x7a);
      yield* c.printf("written %d\n", yield* c.write(writing, memory, 200_000));
      return 0;
    }
    c.close(writing);
    let got = 0;
    for (let count = 1; count > 0; got += count) count = yield* c.read(reading, memory + got, 10_000);
    yield* c.printf("%d %c%c\n", got, c.loadByte(memory + 199_998), c.loadByte(memory + 199_999));
  });
  assertEquals(run.lines, ["written 200000", "200000 az"]);
});

Deno.test("a signal ends a write that waits: with what it wrote, though the call would be restarted", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const memory = c.mmap(c.NULL, 100_000, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.signal(c.SIGUSR1, () => c.puts("signal"));
    const parent = c.getpid();
    if ((yield* c.fork()) === 0) return void (yield* c.kill(parent, c.SIGUSR1));
    yield* c.printf("%d\n", yield* c.write(c.loadInt(ends + 4), memory, 100_000));
  });
  assertEquals(run.lines, ["signal", "65536"]);
});

Deno.test("readers that wait at a pipe are served in the order in which they came", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    const [reading, writing] = [c.loadInt(ends), c.loadInt(ends + 4)];
    const buffer = c.alloca(8);
    for (let number = 1; number <= 3; number++) {
      if ((yield* c.fork()) !== 0) continue;
      yield* c.usleep((4 - number) * 1000);
      yield* c.read(reading, buffer, 1);
      yield* c.printf("%d got %c\n", number, c.loadByte(buffer));
      return 0;
    }
    yield* c.sleep(1);
    for (const letter of [0x61, 0x62, 0x63]) {
      c.storeByte(buffer, letter);
      yield* c.write(writing, buffer, 1);
    }
    for (let number = 1; number <= 3; number++) yield* c.wait();
  });
  assertEquals(run.lines, ["3 got a", "2 got b", "1 got c"]);
});

Deno.test("writing to a pipe that nobody reads is SIGPIPE, and EPIPE for who handles or ignores that", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    c.close(c.loadInt(ends));
    const status = c.alloca(4);
    if ((yield* c.fork()) === 0) yield* c.write(c.loadInt(ends + 4), ends, 4);
    yield* c.wait(status);
    c.signal(c.SIGPIPE, () => c.puts("handled"));
    const handled = yield* c.write(c.loadInt(ends + 4), ends, 4);
    c.signal(c.SIGPIPE, c.SIG_IGN);
    const ignored = yield* c.write(c.loadInt(ends + 4), ends, 4);
    yield* c.printf("%d %d %d %d\n", c.loadInt(status), handled, ignored, +(c.errno === c.EPIPE));
  });
  assertEquals(run.lines, ["handled", "13 -1 -1 1"]);
});

Deno.test("when every process waits for another, the run stops and says who waits for what", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    if ((yield* c.fork()) === 0) yield* c.read(c.loadInt(ends), c.alloca(8), 8);
    yield* c.wait();
  });
  assertEquals(run.stop, {
    reason: "deadlock",
    message:
      "Deadlock: every process waits, and nobody is left to wake them: process 100 (test) in wait(); " +
      "process 101 (test) in read(3).",
    cause: undefined,
  });
  assertEquals(run.status, undefined);
});

Deno.test("the run goes on until the last process ends, the first one's children too", () => {
  const run = runMain(function* (c) {
    if ((yield* c.fork()) === 0) {
      yield* c.sleep(1);
      yield* c.printf("orphan of %d\n", c.getppid());
    }
    return 4;
  });
  assertEquals([run.lines, run.status], [["orphan of 0"], 4 * 256]);
});

Deno.test("while everybody sleeps, the journal is committed after 5 s and changed pages are written back after 30 s", () => {
  const run = runMain(function* (c) {
    const fd = c.open("/disk/notes", c.O_RDWR | c.O_CREAT, 0o600);
    c.ftruncate(fd, 4);
    const page = c.mmap(c.NULL, 4, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);
    c.storeInt(page, 7);
    yield* c.sleep(60);
    c.storeInt(page, 8);
    yield* c.sleep(10);
  });
  const kinds = run.events.map(({ kind }) => kind).filter((kind) =>
    kind === "commit" || kind === "writeback"
  );
  assertEquals(kinds, ["commit", "writeback", "commit"]);
  const picture = cutPower(run.machine.state);
  const { bytes } = picture.bytes(picture.fileAt("/disk/notes")!);
  assertEquals([...bytes], [7, 0, 0, 0]);
});
