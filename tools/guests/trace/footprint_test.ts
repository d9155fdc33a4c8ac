/** Tests of counting footprints: given(a process).when(it calls).then(pages that count). */
import { MADV, MAP, PROT } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../../libc/testing/heap_process.ts";
import { Footprint } from "./footprint.ts";

const PAGE_BYTES = 4096;
const WRITABLE = PROT.READ | PROT.WRITE;

function givenFootprint() {
  const { machine, space, base } = heapProcess();
  const footprint = new Footprint();
  const count = () => {
    footprint.update(machine.state.spaceOf(space.pid));
    return footprint.pageCount;
  };
  const map = (pageCount: number, prot: number) => {
    const flags = MAP.PRIVATE | MAP.ANONYMOUS;
    return space.call("mmap", {
      address: 0,
      lengthBytes: pageCount * PAGE_BYTES,
      prot,
      flags,
      fd: -1,
      offset: 0,
    });
  };
  const onPages = (name: string, address: number, pageCount: number, more = {}) =>
    space.call(name, { address, lengthBytes: pageCount * PAGE_BYTES, ...more });
  return { space, base, count, map, onPages };
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
