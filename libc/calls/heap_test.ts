/** Tests of the malloc family as programs call it. The allocators are tested with themselves. */
import { assertEquals } from "@std/assert";
import type { C } from "../c.ts";
import type { Task } from "../runtime/task.ts";
import { eventsOf } from "../testing/observe_program.ts";
import { callSite } from "./heap.ts";
import { runMain } from "../testing/run_main.ts";

Deno.test("blocks are given, grown, aligned, measured and taken back", () => {
  const run = runMain(function* (c) {
    const block = c.malloc(10);
    const grown = c.realloc(block, 3000);
    const table = c.reallocarray(0, 10, 8);
    const aligned = c.aligned_alloc(4096, 100);
    const place = c.alloca(8);
    const result = c.posix_memalign(place, 64, 100);
    const zeros = c.calloc(5, 5);
    const sizes = [grown, table, aligned, c.loadPointer(place), zeros].map((each) =>
      c.malloc_usable_size(each)
    );
    yield* c.printf("%d %d %d %d\n", aligned % 4096, c.loadPointer(place) % 64, result, c.loadInt(zeros));
    yield* c.puts([3000, 80, 100, 100, 25].map((least, index) => sizes[index] >= least).join(" "));
    for (const each of [grown, table, aligned, c.loadPointer(place), zeros, 0]) c.free(each);
  });
  assertEquals(run.lines, ["0 0 0 0", "true true true true true"]);
});

Deno.test("what cannot be given is NULL with an errno", () => {
  const run = runMain(function* (c) {
    const results = [
      c.malloc(-1),
      c.errno,
      c.calloc(2 ** 40, 2 ** 40),
      c.errno,
      c.aligned_alloc(24, 8),
      c.errno,
    ];
    yield* c.puts(results.join(" "));
  });
  assertEquals(run.lines, ["0 12 0 12 0 22"]);
});

Deno.test("a double free is said, is an event, and aborts the process", () => {
  const run = runMain(function* (c) {
    const block = c.malloc(100);
    c.malloc(100);
    c.free(block);
    c.free(block);
    yield* c.puts("never");
  });
  assertEquals(run.lines.at(-1), "Aborted");
  assertEquals([run.status, eventsOf(run, "heapFault").length], [6, 1]);
  assertEquals(eventsOf(run, "signal").map(({ number }) => number), [6]);
});

Deno.test("a double free of a block that was a mapping is said as well", () => {
  const run = runMain(function* (c) {
    const block = c.malloc(1_000_000);
    c.free(block);
    c.free(block);
    yield* c.puts("never");
  });
  assertEquals([run.lines.at(-1), run.status], ["Aborted", 6]);
  assertEquals(eventsOf(run, "heapFault").length, 1);
});

Deno.test("a handler of SIGABRT runs before the process ends, and may throw to survive", () => {
  const run = runMain(function* (c) {
    c.signal(c.SIGABRT, () => c.fprintf(c.stderr, "handler\n"));
    if ((yield* c.fork()) === 0) c.free(0x1234);
    const status = c.alloca(4);
    yield* c.wait(status);
    c.signal(c.SIGABRT, () => {
      throw new Error("survived");
    });
    try {
      c.free(0x1234);
    } catch (error) {
      yield* c.printf("%d %s\n", c.loadInt(status), (error as Error).message);
    }
    if ((yield* c.fork()) !== 0) yield* c.wait();
  });
  assertEquals(run.stop, undefined);
  assertEquals(run.lines.filter((line) => !line.includes("0x1234") && line !== "Aborted"), [
    "handler",
    "6 survived",
  ]);
});

Deno.test("a child has its parent's heap, and goes on with it by itself", () => {
  const run = runMain(function* (c) {
    const before = c.malloc(50);
    c.storeInt(before, 5);
    if ((yield* c.fork()) === 0) {
      const block = c.malloc(50);
      c.storeInt(block, 6);
      yield* c.printf("child %d %d\n", c.loadInt(before), c.loadInt(block));
      c.free(before);
      return 0;
    }
    yield* c.wait();
    const block = c.malloc(50);
    yield* c.printf("parent %d, fresh: %d\n", c.loadInt(before), c.loadInt(block));
    c.free(before);
  });
  assertEquals(run.lines, ["child 5 6", "parent 5, fresh: 0"]);
});

Deno.test("with sites, malloc's events name the line that called", () => {
  const main = function* (c: C): Task<void> {
    c.free(c.malloc(10));
    yield* c.puts("done");
  };
  const sitesOf = (namesSites: boolean) =>
    eventsOf(runMain(main, { namesSites }), "malloc").map(({ site }) => site);
  assertEquals(sitesOf(false), [""]);
  assertEquals((sitesOf(true)[0] as string).startsWith("heap_test.ts:"), true);
});

Deno.test("a call site is the first line of a stack outside the library's heap", () => {
  const stack =
    "Error\n    at guarded (file:///a/libc/calls/heap.ts:9:1)\n    at main (file:///a/b/mine.ts:12:3)";
  assertEquals([callSite(stack), callSite("Error"), callSite(undefined)], ["mine.ts:12", "", ""]);
});
