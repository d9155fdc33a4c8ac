/** Tests of the malloc family as programs call it. The allocators are tested with themselves. */
import { assertEquals } from "@std/assert";
import type { C } from "../c.ts";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import { allAllocators, findAllocator } from "../malloc/allocators.ts";
import { zeros } from "../runtime/static_data.ts";
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

const DEBUG = { allocator: findAllocator("debug") as AllocatorMaking };

Deno.test("debug: a load of a freed block is explained before SIGSEGV, and names the block", () => {
  const run = runMain(function* (c) {
    const block = c.malloc(100);
    yield* c.printf("%p\n", block);
    yield* c.fflush(c.stdout);
    c.free(block);
    c.loadInt(block + 20);
    yield* c.puts("never");
  }, DEBUG);
  const [block, said, end] = run.lines;
  const address = `0x${(Number(block) + 20).toString(16)}`;
  assertEquals(said, `use after free at ${address}: 20 bytes into the block of 100 bytes at ${block}, freed`);
  assertEquals([end, run.status], ["Segmentation fault", 11]);
  const [fault] = eventsOf(run, "heapFault");
  assertEquals([fault.fault, fault.blockAddress], ["use after free", Number(block)]);
});

Deno.test("with sites, an explained access and a leak name lines of the program", () => {
  const run = runMain(function* (c) {
    const [block, kept] = [c.malloc(100), c.malloc(8)];
    c.free(block);
    if ((yield* c.fork()) === 0) c.loadLong(block);
    yield* c.wait();
    c.storeInt(kept, 1);
  }, { ...DEBUG, namesSites: true });
  const [access, leak] = eventsOf(run, "heapFault");
  const line = Number((access.site as string).match(/^heap_test\.ts:(\d+)$/)?.[1]);
  const freed = Number((eventsOf(run, "free")[0].site as string).match(/:(\d+)$/)?.[1]);
  assertEquals([line - freed, leak.fault, leak.site], [1, "leak", ""]);
});

Deno.test("debug: a program with a handler of SIGSEGV is left alone", () => {
  const run = runMain(function* (c) {
    const block = c.malloc(4096);
    let caught = 0;
    c.signal(c.SIGSEGV, () => {
      caught++;
      c.mprotect(block + 4096, 4096, c.PROT_READ | c.PROT_WRITE);
    });
    c.storeByte(block + 4096, 1);
    yield* c.printf("%d\n", caught);
    c.free(block);
  }, DEBUG);
  assertEquals([run.lines, eventsOf(run, "heapFault").length], [["1"], 0]);
});

Deno.test("debug: blocks that were never freed are said at exit(), not at _exit()", () => {
  const run = runMain(function* (c) {
    for (const size of [10, 20, 30]) c.free(c.malloc(size));
    const blocks = Array.from({ length: 12 }, (_, index) => c.malloc(index));
    c.free(blocks[0]);
    if ((yield* c.fork()) === 0) yield* c._exit(0);
    yield* c.wait();
    yield* c.puts("done");
  }, DEBUG);
  assertEquals(run.lines.slice(0, 2), ["done", "leak: 66 bytes in 11 blocks were never freed"]);
  assertEquals([run.lines.length, run.lines.at(-1), run.status], [13, "  … and 1 more", 0]);
  const leaks = eventsOf(run, "heapFault");
  assertEquals(leaks.map(({ fault }) => fault), Array(11).fill("leak"));
  assertEquals(leaks.map(({ block }) => block), [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

Deno.test("malloc_trim() gives memory back where there is any, mallinfo2() adds the heap up", () => {
  for (const name of ["palimpsest", "freelist", "freelist:grow=brk", "bins", "debug"]) {
    const run = runMain(function* (c) {
      const blocks = Array.from({ length: 100 }, () => c.malloc(1000));
      const full = c.mallinfo2();
      for (const block of blocks) c.free(block);
      const empty = c.mallinfo2();
      const isGiven = [c.malloc_trim(0), c.malloc_trim(0)];
      const trimmed = c.mallinfo2();
      yield* c.printf("%d %d\n", Number(full.uordblks >= 100_000), empty.uordblks);
      yield* c.printf("%d %d %d\n", isGiven[0], isGiven[1], Number(trimmed.arena < 8192));
    }, { allocator: findAllocator(name) as AllocatorMaking });
    assertEquals([name, ...run.lines], [name, "1 0", "1 0 1"]);
  }
});

Deno.test("a child retraces what mallinfo2() told its parent", () => {
  const run = runMain(function* (c) {
    c.malloc(1000);
    const { uordblks } = c.mallinfo2();
    const block = c.malloc(uordblks);
    if ((yield* c.fork()) === 0) {
      c.free(block);
      yield* c.printf("%d\n", Number(c.mallinfo2().uordblks === uordblks));
      return 0;
    }
    c.malloc(5000);
    yield* c.wait();
  });
  assertEquals([run.lines, run.stop], [["1"], undefined]);
});

Deno.test("sizes that cannot be are refused by every allocator, and 0 is a block", () => {
  for (const making of allAllocators()) {
    const run = runMain(function* (c) {
      const refused = [
        c.malloc(-1),
        c.malloc(2 ** 63),
        c.malloc(2 ** 47),
        c.calloc(2 ** 32, 2 ** 32),
        c.calloc(-1, 2),
        c.realloc(c.malloc(8), -1),
        c.reallocarray(0, 2 ** 62, 4),
        c.aligned_alloc(3, 8),
        c.aligned_alloc(2 ** 50, 8),
        c.aligned_alloc(16, 2 ** 63),
        c.malloc(NaN),
      ];
      const [one, two] = [c.malloc(0), c.calloc(0, 8)];
      const place = c.alloca(8);
      const errnos = [c.posix_memalign(place, 12, 8), c.posix_memalign(place, 4, 8)];
      yield* c.puts(`${refused.filter((address) => address !== 0)} ${errnos} ${c.errno}`);
      yield* c.puts(`${one !== 0 && two !== 0 && one !== two}`);
      for (const block of [one, two]) c.free(block);
    }, { allocator: making });
    assertEquals([making.name, ...run.lines.slice(0, 2)], [making.name, " 22,22 12", "true"]);
  }
});

Deno.test("addresses that are no block's are found by every allocator", () => {
  const strays: [words: string, use: (c: C, block: number) => void][] = [
    ["free(-1)", (c) => c.free(-1)],
    ["free(2^63)", (c) => c.free(2 ** 63)],
    ["free(1)", (c) => c.free(1)],
    ["free(16)", (c) => c.free(16)],
    ["the stack", (c) => c.free(c.alloca(64))],
    ["static data", (c) => c.free(c.symbol("table"))],
    ["nowhere", (c) => c.free(0x7000_0000_0000)],
    ["beyond user space", (c) => c.free(2 ** 47 + 4096)],
    ["unaligned", (c, block) => c.free(block + 4)],
    ["the middle", (c, block) => c.free(block + 32)],
    ["twice", (c, block) => (c.free(block), c.free(block))],
    ["realloc() of the middle", (c, block) => c.realloc(block + 16, 500)],
    ["the size of the middle", (c, block) => c.malloc_usable_size(block + 16)],
    ["realloc() of a freed one", (c, block) => (c.free(block), c.realloc(block, 10))],
  ];
  for (const making of allAllocators()) {
    for (const [words, use] of strays) {
      const run = runMain(
        function* (c) {
          const [block] = [c.malloc(100), c.malloc(100)];
          c.memset(block, 0, 100);
          use(c, block);
          yield* c.puts("not found");
        },
        { allocator: making },
        { bss: { table: zeros(256) } },
      );
      assertEquals([making.name, words, run.status, run.lines.at(-1)], [making.name, words, 6, "Aborted"]);
    }
  }
});
