/** Tests of waiting, leaving and time. Forks and exec are tested with the runtime. */
import { assertEquals } from "@std/assert";
import { WEXITSTATUS } from "./wait_status.ts";
import { runMain } from "../testing/run_main.ts";

Deno.test("waitpid() waits for one child, or does not wait at all", () => {
  const run = runMain(function* (c) {
    const children: number[] = [];
    for (const seconds of [2, 1]) {
      const child = yield* c.fork();
      if (child === 0) {
        yield* c.sleep(seconds);
        return seconds;
      }
      children.push(child);
    }
    const status = c.alloca(4);
    const early = yield* c.waitpid(-1, 0, c.WNOHANG);
    const first = yield* c.waitpid(children[0], status);
    yield* c.printf("%d %d %d ", early, first - children[0], WEXITSTATUS(c.loadInt(status)));
    const second = yield* c.wait(status);
    yield* c.printf("%d %d %d\n", second - children[1], WEXITSTATUS(c.loadInt(status)), yield* c.wait());
  });
  assertEquals(run.lines, ["0 0 2 0 1 -1"]);
});

Deno.test("exit() in a function of atexit() goes on with those that are left", () => {
  const run = runMain(function* (c) {
    c.atexit(() => c.puts("last"));
    c.atexit(() => c.exit(5));
    yield* c.exit(4);
  });
  assertEquals([run.lines, run.status], [["last"], 5 * 256]);
});

Deno.test("sleep() and usleep() let virtual time pass, and no other", () => {
  const run = runMain(function* (c) {
    const start = c.counters().nanoseconds;
    const results = [yield* c.sleep(2), yield* c.usleep(1_500_000), yield* c.sleep(0)];
    const passed = Math.floor((c.counters().nanoseconds - start) / 1e6);
    yield* c.printf("%s %d ms\n", results.join(" "), passed);
  });
  assertEquals(run.lines, ["0 0 0 3500 ms"]);
});

Deno.test("a signal ends a sleep early", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGUSR1, () => {});
    const parent = c.getpid();
    if ((yield* c.fork()) === 0) return yield* c.kill(parent, c.SIGUSR1);
    yield* c.printf("%d\n", yield* c.sleep(10));
  });
  assertEquals(run.lines, ["10"]);
});
