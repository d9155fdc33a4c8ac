/** Tests of bytes and strings in memory. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("strings are copied, measured and compared in memory", () => {
  const run = runMain(function* (c) {
    const [first, second] = [c.alloca(100), c.alloca(100)];
    c.storeString(first, "palimpsest");
    c.strcpy(second, first);
    const results = [c.strlen(first), c.strcmp(first, second), c.memcmp(first, second, 11)];
    c.storeString(second, "palimpsests");
    results.push(Math.sign(c.strcmp(first, second)), Math.sign(c.memcmp(first, second, 11)));
    c.memmove(second + 4, second, 12);
    c.memcpy(first, second, 8);
    c.memset(first + 8, 0, 1);
    yield* c.printf("%s %s %s\n", first, second, results.join(" "));
    yield* c.puts(c.loadString(first));
  });
  assertEquals(run.lines, ["palipali palipalimpsests 10 0 0 -1 -1", "palipali"]);
});

Deno.test("a string at the end of a page is read without touching the next", () => {
  const run = runMain(function* (c) {
    const page = c.mmap(c.NULL, 8192, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.munmap(page + 4096, 4096);
    const text = c.storeString(page + 4096 - 100, "y".repeat(99));
    yield* c.printf("%d\n", c.strlen(text));
  });
  assertEquals(run.lines, ["99"]);
});
