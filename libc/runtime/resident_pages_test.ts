/** Tests of counting the pages that are in memory. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("pages count from their first store until they are given back; the zero page does not", () => {
  const run = runMain(function* (c) {
    const counts: number[] = [];
    const note = () => counts.push(c.counters().residentPages);
    note();
    const memory = c.mmap(c.NULL, 2 ** 30, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.loadInt(memory);
    note();
    for (const at of [4096, 2 ** 29, 2 ** 30 - 4]) c.storeInt(memory + at, 1);
    note();
    c.madvise(memory, 2 ** 29, c.MADV_DONTNEED);
    note();
    c.munmap(memory, 2 ** 30);
    note();
    yield* c.puts(counts.map((count) => count - counts[0]).join(" "));
  });
  assertEquals(run.lines, ["0 0 3 2 0"]);
});
