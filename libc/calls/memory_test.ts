/** Tests of the calls on memory as C makes them. */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("mmap, mprotect, mremap, madvise, mincore, mlock and munmap by their names in C", () => {
  const run = runMain(function* (c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const memory = c.mmap(c.NULL, 3 * 4096, c.PROT_READ | c.PROT_WRITE, flags);
    c.storeInt(memory, 1);
    const vector = c.alloca(8);
    c.mincore(memory, 3 * 4096, vector);
    yield* c.printf("%d%d%d\n", c.loadByte(vector), c.loadByte(vector + 1), c.loadByte(vector + 2));
    const results = [
      c.mlock(memory, 3 * 4096),
      c.munlock(memory, 3 * 4096),
      c.madvise(memory, 4096, c.MADV_DONTNEED),
      c.loadInt(memory),
      c.mprotect(memory, 4096, c.PROT_READ),
      c.msync(memory, 4096, c.MS_SYNC),
      c.mmap(c.NULL, 0, c.PROT_READ, flags),
      c.errno,
    ];
    const larger = c.mremap(memory + 4096, 8192, 16384, c.MREMAP_MAYMOVE);
    c.storeInt(larger + 12288, 4);
    yield* c.printf("%s %d %d\n", results.join(" "), +(larger !== memory + 4096), c.loadInt(larger + 12288));
    yield* c.printf("%d\n", c.munmap(larger, 16384));
  });
  assertEquals(run.lines, ["100", "0 0 0 0 0 0 -1 22 1 4", "0"]);
});

Deno.test("brk and sbrk move the break, and fail at RLIMIT_DATA", () => {
  const run = runMain(function* (c) {
    const start = c.sbrk(0);
    const before = c.sbrk(10_000);
    const now = c.sbrk(0);
    c.storeInt(now - 4, 3);
    yield* c.printf("%d %d %d\n", +(before === start), now - start, c.brk(start));
    c.setrlimit(c.RLIMIT_DATA, 4096);
    yield* c.printf("%d %d %d\n", c.sbrk(2 ** 20), c.errno, c.brk(start + 2 ** 20));
  });
  assertEquals(run.lines, ["1 10000 0", "-1 12 -1"]);
});

Deno.test("brk() below the heap's start moves nothing and is no failure, as glibc has it; far above it fails", () => {
  const run = runMain(function* (c) {
    const start = c.sbrk(0);
    yield* c.printf("%d %d %d\n", c.brk(0), c.brk(start - 4096), +(c.sbrk(-(2 ** 40)) === start));
    yield* c.printf("%d %d %d\n", +(c.sbrk(0) === start), c.brk(2 ** 47), c.errno);
  });
  assertEquals(run.lines, ["0 0 1", "1 -1 12"]);
});
