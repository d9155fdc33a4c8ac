/** Tests of errno, symbols, stack memory, function addresses and counters. */
import { assertEquals } from "@std/assert";
import { LOAD_ADDRESS } from "@palimpsest/kernel";
import { ints, zeros } from "../runtime/static_data.ts";
import { runMain } from "../testing/run_main.ts";

Deno.test("a call that fails gives -1 and sets errno; one that succeeds leaves it", () => {
  const run = runMain(function* (c) {
    const results = [c.close(77), c.errno, c.close(0), c.errno, c.munmap(1, 4096), c.errno];
    yield* c.printf("%s\n", results.join(" "));
  });
  assertEquals(run.lines, ["-1 9 0 9 -1 22"]);
});

Deno.test("symbols are addresses of static data; one that is not declared stops the run", () => {
  const run = runMain(
    function* (c) {
      yield* c.printf("%d %d\n", c.loadInt(c.symbol("answer")), c.loadInt(c.symbol("table")));
      c.symbol("question");
    },
    {},
    { data: { answer: ints(42) }, bss: { table: zeros(100) } },
  );
  assertEquals(run.lines, ["42 0"]);
  assertEquals(run.stop?.message, "The program declares no static data called question.");
});

Deno.test("alloca() gives aligned memory on the stack, which is free again when the stack pointer is set back", () => {
  const run = runMain(function* (c) {
    const before = c.stackPointer;
    const places = [c.alloca(1), c.alloca(100)];
    c.storeInt(places[1], 5);
    c.stackPointer = before;
    const again = c.alloca(1);
    yield* c.printf("%d %d %d\n", places[0] - places[1], places[0] % 16, +(again === places[0]));
  });
  assertEquals(run.lines, ["112 0 1"]);
});

Deno.test("a function has one address, in the text", () => {
  const run = runMain(function* (c) {
    const handler = () => {};
    const address = c.functionAddress(handler);
    const isSame = c.functionAddress(handler) === address && c.functionAt(address) === handler;
    yield* c.printf("%p %d %d\n", address, +isSame, +(c.functionAt(0) === undefined));
  });
  assertEquals(run.lines, [`0x${(LOAD_ADDRESS + 0x1100).toString(16)} 1 1`]);
});

Deno.test("counters count calls and faults of the process, and virtual time", () => {
  const run = runMain(function* (c) {
    const memory = c.mmap(c.NULL, 8192, c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    const before = c.counters();
    c.memset(memory, 1, 8192);
    c.munmap(memory, 8192);
    const after = c.counters();
    const [calls, faults] = [after.calls - before.calls, after.minorFaults - before.minorFaults];
    yield* c.printf("%d %d %d\n", calls, faults, after.nanoseconds - before.nanoseconds);
  });
  assertEquals(run.lines, ["1 2 1300"]);
});
