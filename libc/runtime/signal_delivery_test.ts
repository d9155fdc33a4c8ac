/** Tests of signals and their handlers, between steps and within them, and on a child's way to its fork. */
import { assertEquals } from "@std/assert";
import { EINTR } from "@palimpsest/kernel";
import type { C } from "../c.ts";
import type { SignalCause } from "../calls/signals.ts";
import { countsOf } from "../testing/observe_program.ts";
import { runMain } from "../testing/run_main.ts";

Deno.test("a signal that another process sends is handled between two steps, and pause() gives EINTR", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGUSR1, function* (signal) {
      yield* c.printf("got %d\n", signal);
    });
    const parent = c.getpid();
    if ((yield* c.fork()) === 0) {
      yield* c.kill(parent, c.SIGUSR1);
      return 0;
    }
    const result = yield* c.pause();
    yield* c.printf("pause gave %d, errno %d\n", result, c.errno);
    yield* c.wait();
  });
  assertEquals(run.lines, ["got 10", `pause gave -1, errno ${EINTR}`]);
  const pauses = run.events.filter(({ kind }) => kind === "pause");
  assertEquals(pauses.map(({ unfinished, result }) => [unfinished, result]), [[true, 0], [false, -EINTR]]);
  assertEquals(countsOf(run, "signal", "rt_sigreturn"), { signal: 1, rt_sigreturn: 1 });
});

Deno.test("wait() goes on after a handler with SA_RESTART, and fails without it", () => {
  const waitWith = (flags: (c: C) => number) =>
    runMain(function* (c) {
      c.sigaction(c.SIGUSR1, { handler: () => {}, flags: flags(c) });
      const parent = c.getpid();
      const child = yield* c.fork();
      if (child === 0) {
        yield* c.kill(parent, c.SIGUSR1);
        yield* c.sleep(1);
        return 0;
      }
      const waited = yield* c.wait();
      yield* c.printf("%d\n", waited === child ? 1 : waited);
    });
  assertEquals(waitWith((c) => c.SA_RESTART).lines, ["1"]);
  assertEquals(waitWith(() => 0).lines, ["-1"]);
});

Deno.test("a handler may be interrupted by another signal, and blocks its own", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGUSR1, function* () {
      yield* c.puts("USR1 begins");
      yield* c.raise(c.SIGUSR1);
      yield* c.raise(c.SIGUSR2);
      yield* c.puts("USR1 ends");
    });
    c.signal(c.SIGUSR2, () => c.puts("USR2"));
    c.sigaction(c.SIGUSR1, {
      flags: c.SA_RESETHAND,
      handler: function* () {
        yield* c.puts("USR1 begins");
        yield* c.raise(c.SIGUSR2);
        yield* c.puts("USR1 ends");
      },
    });
    yield* c.raise(c.SIGUSR1);
    yield* c.puts("main");
  });
  assertEquals(run.lines, ["USR1 begins", "USR2", "USR1 ends", "main"]);
});

Deno.test("a handler of SIGSEGV may throw: the access throws that, as siglongjmp leaves a handler", () => {
  const run = runMain(function* (c) {
    class Left extends Error {}
    c.signal(c.SIGSEGV, () => {
      throw new Left();
    });
    for (const address of [0, 8]) {
      try {
        c.storeInt(address, 1);
      } catch (error) {
        yield* c.printf("%d %d\n", address, error instanceof Left ? 1 : 0);
      }
    }
  });
  assertEquals(run.lines, ["0 1", "8 1"]);
});

Deno.test("a handler of a fault may make calls and end the process, but not wait", () => {
  const exits = runMain(function* (c) {
    c.signal(c.SIGSEGV, function* (_signal, { address }: SignalCause) {
      yield* c.printf("fault at %d\n", address);
      yield* c._exit(9);
    });
    c.loadInt(4);
    yield* c.puts("never");
  });
  assertEquals([exits.lines, exits.status], [["fault at 4"], 9 * 256]);
  const waits = runMain(function* (c) {
    c.signal(c.SIGSEGV, () => c.sleep(1));
    c.loadInt(4);
    yield* c.puts("never");
  });
  assertEquals(waits.stop?.message.startsWith("The handler of SIGSEGV waits in nanosleep()"), true);
});

Deno.test("a fork in a handler, and behind one, comes to the same place", () => {
  const run = runMain(function* (c) {
    const page = c.mmap(c.NULL, 4096, c.PROT_NONE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    let forked = -1;
    c.signal(c.SIGSEGV, function* () {
      c.mprotect(page, 4096, c.PROT_READ | c.PROT_WRITE);
      forked = yield* c.fork();
    });
    c.storeInt(page, 5);
    const who = forked === 0 ? "child" : "parent";
    if (forked !== 0) yield* c.wait();
    yield* c.printf("%s %d\n", who, c.loadInt(page));
    const second = yield* c.fork();
    if (second !== 0) yield* c.wait();
    yield* c.printf("%s %d\n", second === 0 ? "second child of the" : "same", who === "child" ? 1 : 2);
  });
  assertEquals(run.stop, undefined);
  assertEquals(run.lines, [
    "child 5",
    "second child of the 1",
    "same 1",
    "parent 5",
    "second child of the 2",
    "same 2",
  ]);
});

Deno.test("a signal before the fork is handled again on the child's way", () => {
  const run = runMain(function* (c) {
    let handled = 0;
    c.signal(c.SIGUSR1, () => {
      handled++;
    });
    yield* c.raise(c.SIGUSR1);
    yield* c.raise(c.SIGUSR1);
    if ((yield* c.fork()) !== 0) yield* c.wait();
    yield* c.printf("%d\n", handled);
  });
  assertEquals(run.lines, ["2", "2"]);
  assertEquals(countsOf(run, "signal"), { signal: 2 });
});

Deno.test("abort() ends the process though its handler returns; a handler that throws survives nothing", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGABRT, () => c.puts("handler"));
    yield* c.abort();
  });
  assertEquals([run.lines, run.status], [["handler"], 6]);
});

Deno.test("an ignored signal does nothing; a child that ends becomes no zombie when SIGCHLD is ignored", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGTERM, c.SIG_IGN);
    yield* c.raise(c.SIGTERM);
    c.signal(c.SIGCHLD, c.SIG_IGN);
    if ((yield* c.fork()) === 0) return 5;
    const result = yield* c.wait();
    yield* c.printf("%d %d\n", result, c.errno === c.ECHILD ? 1 : 0);
  });
  assertEquals(run.lines, ["-1 1"]);
});
