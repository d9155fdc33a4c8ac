/** Tests of the runtime: forks, programs in place of others, and what ends a run. */
import { assertEquals } from "@std/assert";
import { WTERMSIG } from "../calls/wait_status.ts";
import { countsOf, eventsOf } from "../testing/observe_program.ts";
import { runMain } from "../testing/run_main.ts";
import { defineProgram } from "./program.ts";
import { runProgram } from "./run_program.ts";

Deno.test("fork() within a function, in a loop, and in a child of a child", () => {
  const run = runMain(function* (c) {
    for (let round = 0; round < 3; round++) {
      const pid = yield* c.fork();
      if (pid === 0) yield* c.fprintf(c.stderr, "%d ", c.getpid());
      else yield* c.wait();
    }
  });
  assertEquals(run.output.trim().split(" ").length, 1 + 2 * 3);
  assertEquals(countsOf(run, "fork", "exit_group"), { fork: 7, exit_group: 8 });
});

Deno.test("a program that keeps something outside main() does not retrace its steps, and is told", () => {
  let forks = 0;
  const forgetful = defineProgram("forgetful", {
    about: "counts its runs outside main()",
    *main(c) {
      forks++;
      if (forks > 1) c.getppid();
      else c.getpid();
      yield* c.fork();
    },
  });
  const run = runProgram(forgetful);
  assertEquals(run.stop?.reason, "retrace");
  assertEquals(run.stop?.message.includes("is getppid(0) there, where the parent's is getpid(0)"), true);
});

Deno.test("what a program throws stops the run with its name and process", () => {
  const run = runMain(function* (c) {
    yield* c.puts("so far");
    throw new TypeError("x is not a function");
  });
  assertEquals(run.stop?.message, "test (process 100) failed: TypeError: x is not a function");
  assertEquals(run.stop?.cause instanceof TypeError, true);
  assertEquals([run.lines, run.status], [["so far"], undefined]);
});

Deno.test("spawn() runs another program in a process of its own; a program that is not there is an errno", () => {
  const echo = defineProgram("echo", {
    about: "prints its arguments",
    *main(c, argv) {
      yield* c.printf("%s\n", argv.slice(1).join(" "));
      return 7;
    },
  });
  const run = runMain(
    function* (c) {
      const status = c.alloca(4);
      yield* c.waitpid(yield* c.spawn("/bin/echo", ["echo", "a", "b"]), status);
      const missing = yield* c.spawn("/bin/none", ["none"]);
      yield* c.printf("%d %d %d\n", c.loadInt(status) >> 8, missing, c.errno);
      yield* c.execve("/bin/echo", ["echo", "in", "place"], c.environ);
    },
    {},
    { uses: [echo] },
  );
  assertEquals(run.lines, ["a b", "7 -1 2", "in place"]);
  assertEquals(run.status, 7 * 256);
});

Deno.test("exec forgets handlers; a handler may exec", () => {
  const other = defineProgram("other", {
    about: "is terminated",
    *main(c) {
      yield* c.puts("other");
      yield* c.raise(c.SIGUSR1);
    },
  });
  const run = runMain(
    function* (c) {
      c.signal(c.SIGUSR1, () => c.puts("handled"));
      c.signal(c.SIGSEGV, () => c.execl("/bin/other", "other"));
      yield* c.raise(c.SIGUSR1);
      c.loadInt(0);
    },
    {},
    { uses: [other] },
  );
  assertEquals([run.lines, run.status], [["handled", "other"], 10]);
});

Deno.test("an access without a handler ends the process, whatever the program catches", () => {
  const run = runMain(function* (c) {
    if ((yield* c.fork()) === 0) {
      try {
        c.loadInt(0);
      } catch {
        yield* c.puts("never");
      }
      c.storeInt(0, 1);
      return 0;
    }
    const status = c.alloca(4);
    yield* c.wait(status);
    yield* c.printf("%d\n", c.loadInt(status));
  });
  assertEquals(run.lines, ["11"]);
  assertEquals(eventsOf(run, "signal").length, 1);
});

/** A machine of so many frames for pages, without watermarks. */
function smallMachine(frames: number, swapSlotCount = 0) {
  const watermarks = { min: 0, low: 0, high: 0 };
  return { config: { frameCount: frames + 1, ramPages: 2 ** 20, swapSlotCount, watermarks } };
}

Deno.test("a program that the OOM killer takes in the middle of a call goes no further", () => {
  const run = runMain(function* (c) {
    yield* c.puts("before");
    c.mmap(
      c.NULL,
      64 * c.PAGE_SIZE,
      c.PROT_READ | c.PROT_WRITE,
      c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_POPULATE,
    );
    yield* c.puts("after");
  }, smallMachine(16));
  assertEquals([run.output, run.status, countsOf(run, "oomKill")], ["before\n", 9, { oomKill: 1 }]);
});

Deno.test("a parent lives on when the OOM killer takes its child, and learns how it ended", () => {
  const run = runMain(function* (c) {
    const pid = yield* c.fork();
    if (pid === 0) {
      const memory = c.mmap(
        c.NULL,
        64 * c.PAGE_SIZE,
        c.PROT_READ | c.PROT_WRITE,
        c.MAP_PRIVATE | c.MAP_ANONYMOUS,
      );
      for (let page = 0; page < 64; page++) c.storeInt(memory + page * c.PAGE_SIZE, page);
      yield* c.puts("never printed");
      return;
    }
    const status = c.alloca(4);
    yield* c.waitpid(pid, status, 0);
    yield* c.printf("killed by %d\n", WTERMSIG(c.loadInt(status)));
  }, smallMachine(16));
  assertEquals([run.output, run.status, countsOf(run, "oomKill")], ["killed by 9\n", 0, { oomKill: 1 }]);
});

Deno.test("a machine too small for its first program says so", () => {
  const { message } = runMain(function* () {}, smallMachine(1)).stop!;
  assertEquals(message, "The machine has too little memory to execute /bin/test.");
});
