/** Tests of counting footprints: given(a process).when(it calls).then(pages that count). */
import { MADV, MAP, MREMAP, PROT, Random, VM } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { BARE_PID } from "@palimpsest/libc";
import { heapProcess } from "../../../libc/testing/heap_process.ts";
import { CountingSpace } from "./counting_space.ts";

const PAGE_BYTES = 4096;
const WRITABLE = PROT.READ | PROT.WRITE;

function givenFootprint() {
  const { machine, base } = heapProcess();
  const space = new CountingSpace(machine, BARE_PID);
  const count = () => {
    space.footprint.lookForFrames();
    return space.footprint.pageCount;
  };
  const map = (pageCount: number, prot: number, { address = 0, flags = MAP.PRIVATE | MAP.ANONYMOUS } = {}) =>
    space.call("mmap", { address, lengthBytes: pageCount * PAGE_BYTES, prot, flags, fd: -1, offset: 0 });
  const onPages = (name: string, address: number, pageCount: number, more = {}) =>
    space.call(name, { address, lengthBytes: pageCount * PAGE_BYTES, ...more });
  return { machine, space, base, count, map, onPages };
}

Deno.test("the page of static data counts from the start (FP2)", () => {
  assertEquals(givenFootprint().count(), 1);
});

Deno.test("the heap counts as far as the break, touched or not", () => {
  const { space, base, count } = givenFootprint();
  space.call("brk", { address: base + 5 * PAGE_BYTES });
  assertEquals(count(), 6);
  space.call("brk", { address: base + 2 * PAGE_BYTES });
  assertEquals(count(), 3);
});

Deno.test("a mapping counts until it is unmapped", () => {
  const { count, map, onPages } = givenFootprint();
  const address = map(10, WRITABLE);
  assertEquals(count(), 11);
  onPages("munmap", address + 2 * PAGE_BYTES, 3);
  assertEquals(count(), 8);
  onPages("munmap", address, 10);
  assertEquals(count(), 1);
});

Deno.test("a reserve counts where it was made writable, and goes on counting when it no longer is", () => {
  const { count, map, onPages } = givenFootprint();
  const address = map(100, 0);
  assertEquals(count(), 1);
  onPages("mprotect", address + 10 * PAGE_BYTES, 20, { prot: WRITABLE });
  assertEquals(count(), 21);
  onPages("mprotect", address, 100, { prot: 0 });
  assertEquals(count(), 21);
  onPages("munmap", address, 15);
  assertEquals(count(), 16);
});

Deno.test("pages whose frames were given back count still", () => {
  const { count, map, onPages } = givenFootprint();
  const address = map(10, WRITABLE);
  onPages("madvise", address, 10, { advice: MADV.DONTNEED });
  assertEquals(count(), 11);
});

Deno.test("a place that is mapped anew, after it was counted as unmapped, counts for what it is now", () => {
  const { count, map, onPages } = givenFootprint();
  const address = map(10, WRITABLE);
  count();
  onPages("munmap", address, 10);
  assertEquals(count(), 1);
  assertEquals(map(10, PROT.READ), address);
  assertEquals(count(), 1);
});

Deno.test("a page that moves takes with it that it was writable (FP3)", () => {
  const { space, count, map, onPages } = givenFootprint();
  const address = map(10, WRITABLE);
  onPages("mprotect", address, 10, { prot: 0 });
  map(2, WRITABLE, { address: address + 10 * PAGE_BYTES, flags: MAP.PRIVATE | MAP.ANONYMOUS | MAP.FIXED });
  const grow = { oldAddress: address, oldLengthBytes: 10 * PAGE_BYTES, newLengthBytes: 30 * PAGE_BYTES };
  const moved = space.call("mremap", { ...grow, flags: MREMAP.MAYMOVE });
  assertEquals([moved === address, count()], [false, 13]);
  onPages("munmap", moved + 5 * PAGE_BYTES, 25);
  assertEquals(count(), 8);
});

Deno.test("pages that were never writable count once they hold a frame; the zero page is none (FP4)", () => {
  const { space, count, map } = givenFootprint();
  const shared = map(8, PROT.READ, { flags: MAP.SHARED | MAP.ANONYMOUS });
  const own = map(8, PROT.READ);
  assertEquals(count(), 1);
  space.load8(shared + 3 * PAGE_BYTES);
  space.load8(own + 3 * PAGE_BYTES);
  assertEquals(count(), 2);
});

Deno.test("what is counted call by call is what the mappings add up to, whatever the calls", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { machine, space, base, count, map, onPages } = givenFootprint();
    const random = new Random(seed);
    const arena = map(64, 0);
    const wasWritable = new Set<number>();
    for (let step = 0; step < 60; step++) {
      const pageCount = random.between(1, 12);
      const address = arena + random.below(52) * PAGE_BYTES;
      const prot = random.chance(1, 2) ? WRITABLE : 0;
      const flags = MAP.PRIVATE | MAP.ANONYMOUS | MAP.FIXED;
      const dice = random.below(4);
      if (dice === 0) onPages("munmap", address, pageCount);
      if (dice === 1) onPages("mprotect", address, pageCount, { prot });
      if (dice === 2) map(pageCount, prot, { address, flags });
      if (dice === 3) space.call("brk", { address: base + random.below(9) * PAGE_BYTES });
      for (const page of [...wasWritable]) {
        const isNew = dice === 2 && page >= address / PAGE_BYTES && page < address / PAGE_BYTES + pageCount;
        if (isNew || machine.state.spaceOf(space.pid).vmaAt(page) === undefined) wasWritable.delete(page);
      }
      const { vmas } = machine.state.spaceOf(space.pid);
      for (let vma = vmas.next(0); vma !== undefined; vma = vmas.next(vma.endPage)) {
        if ((vma.flags & VM.WRITE) === 0) continue;
        for (let page = vma.startPage; page < vma.endPage; page++) wasWritable.add(page);
      }
      assertEquals(count(), wasWritable.size, `seed ${seed}, step ${step}`);
    }
    assertEquals(
      space.footprint.ranges.flatMap(({ start, end }) =>
        Array.from({ length: end - start }, (_, index) => start + index)
      ),
      [...wasWritable].sort((one, other) => one - other),
    );
  }
});
