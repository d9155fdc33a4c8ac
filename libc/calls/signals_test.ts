/** Tests of signal.h's functions. How signals are delivered is tested with the runtime. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("signal() gives the former handler; SIGKILL has none", () => {
  const run = runMain(function* (c) {
    const handler = () => {};
    const results = [c.signal(c.SIGUSR1, handler) === c.SIG_DFL, c.signal(c.SIGUSR1, c.SIG_IGN) === handler];
    results.push(c.signal(c.SIGUSR1, c.SIG_DFL) === c.SIG_IGN, c.signal(c.SIGKILL, handler) === -1);
    yield* c.printf("%s %d\n", results.join(" "), c.errno);
  });
  assertEquals(run.lines, ["true true true true 22"]);
});

Deno.test("a blocked signal waits until it is unblocked; a handler's mask holds while it runs", () => {
  const run = runMain(function* (c) {
    c.sigaction(c.SIGUSR1, {
      mask: [c.SIGUSR2],
      handler: function* () {
        yield* c.raise(c.SIGUSR2);
        yield* c.puts("USR1");
      },
    });
    c.signal(c.SIGUSR2, () => c.puts("USR2"));
    yield* c.sigprocmask(c.SIG_BLOCK, [c.SIGUSR1]);
    yield* c.raise(c.SIGUSR1);
    yield* c.puts("blocked");
    yield* c.sigprocmask(c.SIG_UNBLOCK, [c.SIGUSR1]);
    yield* c.puts("end");
  });
  assertEquals(run.lines, ["blocked", "USR1", "USR2", "end"]);
});

Deno.test("kill() with 0 asks whether a process is there; getppid() of the first process is 0", () => {
  const run = runMain(function* (c) {
    const results = [yield* c.kill(c.getpid(), 0), yield* c.kill(4711, 0), c.errno, c.getppid()];
    yield* c.puts(results.join(" "));
  });
  assertEquals(run.lines, ["0 -1 3 0"]);
});
