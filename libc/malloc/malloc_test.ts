/** Tests of the malloc family as its callers see it: errno, zeros, and probes. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { EINVAL, ENOMEM } from "@palimpsest/kernel";
import { UserSpace } from "../memory/user_space.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { allAllocators, DEFAULT_ALLOCATOR, openAllocator } from "./allocators.ts";
import { HeapError } from "./heap_error.ts";
import { Malloc } from "./malloc.ts";

/** Memory that keeps the probes it is given. */
class NotingSpace extends UserSpace {
  readonly probes: Record<string, number | string>[] = [];
  override probe(kind: string, event: Record<string, number | string>): void {
    this.probes.push({ ...event, kind });
    super.probe(kind, event);
  }
}

function openMalloc(limitBytes?: number) {
  const { machine, space: { pid } } = heapProcess({ limitBytes });
  const space = new NotingSpace(machine, pid);
  const errors: number[] = [];
  const malloc = new Malloc(space, openAllocator(DEFAULT_ALLOCATOR, space), {
    onError: (errno) => errors.push(errno),
  });
  return { space, malloc, errors };
}

Deno.test("calls that cannot be done give 0 and say why", () => {
  const { malloc, errors } = openMalloc(100 * 4096);
  const block = malloc.malloc(10);
  const results = [
    malloc.malloc(-1),
    malloc.malloc(2 ** 60),
    malloc.malloc(1_000_000),
    malloc.calloc(2 ** 30, 2 ** 30),
    malloc.calloc(-1, -1),
    malloc.realloc(block, -1),
    malloc.realloc(block, 1_000_000),
    malloc.reallocarray(block, 2 ** 40, 2 ** 40),
    malloc.memalign(48, 10),
  ];
  assertEquals(results, results.map(() => 0));
  assertEquals(errors, [...results.slice(1).map(() => ENOMEM), EINVAL]);
  assert(malloc.usableSize(block) >= 10);
});

Deno.test("size 0 gives a block of its own, and realloc() to 0 frees", () => {
  const { malloc, errors } = openMalloc();
  const [one, other] = [malloc.malloc(0), malloc.malloc(0)];
  assert(one !== 0 && other !== 0 && one !== other);
  assertEquals(malloc.realloc(one, 0), 0);
  assertThrows(() => malloc.free(one), HeapError);
  assertEquals([malloc.usableSize(0), malloc.free(0), errors], [0, undefined, []]);
});

Deno.test("calloc() gives zeros where other bytes were", () => {
  const { space, malloc } = openMalloc();
  for (const sizeBytes of [40, 3000, 500_000]) {
    const dirty = malloc.malloc(sizeBytes);
    space.fill(dirty, sizeBytes, 0xff);
    malloc.free(dirty);
    assert(space.isZero(malloc.calloc(sizeBytes / 4, 4), sizeBytes));
  }
});

Deno.test("realloc() keeps what a block holds, and begins one from nothing", () => {
  const { space, malloc } = openMalloc();
  const block = malloc.realloc(0, 20);
  space.storeBytes(block, new Uint8Array(20).fill(9));
  malloc.malloc(20);
  const grown = malloc.reallocarray(block, 100, 100);
  assertEquals(space.loadBytes(grown, 20), new Uint8Array(20).fill(9));
});

Deno.test("posix_memalign() stores the block, and returns an errno without setting it", () => {
  const { space, malloc, errors } = openMalloc();
  const pointer = malloc.malloc(8);
  assertEquals(malloc.posixMemalign(pointer, 256, 10), 0);
  assertEquals(space.load64(pointer) % 256, 0);
  assertEquals([malloc.posixMemalign(pointer, 4, 10), malloc.posixMemalign(pointer, 24, 10)], [22, 22]);
  assertEquals([malloc.posixMemalign(pointer, 16, -1), errors], [ENOMEM, []]);
});

Deno.test("a block has one number in all its probes", () => {
  const { space, malloc } = openMalloc();
  const first = malloc.malloc(10);
  const second = malloc.calloc(2, 10);
  malloc.free(malloc.realloc(first, 5000));
  malloc.free(second);
  malloc.free(malloc.memalign(64, 10));
  assertEquals(space.probes.map(({ block }) => block), [1, 2, 1, 1, 2, 3, 3]);
  assertEquals(
    space.probes.map(({ kind }) => kind).join(" "),
    "malloc calloc realloc free free memalign free",
  );
  const [{ sizeBytes, address }] = space.probes;
  assertEquals([sizeBytes, address], [10, first]);
});

Deno.test("a caller may number the blocks itself", () => {
  const { space, malloc } = openMalloc();
  const block = malloc.realloc(malloc.malloc(10, 70), 20, 70);
  malloc.free(block, 70);
  assertEquals(space.probes.map(({ block }) => block), [70, 70, 70]);
});

Deno.test("misuse is a probe and an error", () => {
  const { space, malloc } = openMalloc();
  const [block] = [malloc.malloc(1000), malloc.malloc(1000)];
  malloc.free(block);
  malloc.site = "main.c:7";
  const before = space.probes.length;
  assertThrows(() => malloc.free(block), HeapError, "double free");
  assertThrows(() => malloc.realloc(block, -1), HeapError, "double free");
  const told = space.probes.slice(before).map(({ address, fault, site }) => [address, fault, site]);
  const expected = [block, "double free", "main.c:7"];
  assertEquals(told, [expected, expected]);
});

Deno.test("without probes the blocks are the same", () => {
  const { space, malloc } = openMalloc();
  const quiet = openMalloc();
  const allocator = openAllocator(DEFAULT_ALLOCATOR, quiet.space);
  const silent = new Malloc(quiet.space, allocator, { writesProbes: false });
  for (const sizeBytes of [10, 100, 1000]) assertEquals(silent.malloc(sizeBytes), malloc.malloc(sizeBytes));
  assertEquals([space.probes.length, quiet.space.probes.length], [3, 0]);
});

Deno.test("misuse is told by its kind and with its block, whatever the allocator", () => {
  for (const making of allAllocators().filter(({ name }) => name !== "mmap")) {
    const { space } = heapProcess();
    const malloc = new Malloc(space, openAllocator(making, space));
    const [block, freed] = [malloc.malloc(200), malloc.malloc(200)];
    space.fill(block, 200, 0);
    malloc.free(freed);
    const told = (use: () => void) => {
      const { fault, block } = assertThrows(use, HeapError);
      return [making.name, fault, block];
    };
    assertEquals(told(() => malloc.free(freed)), [making.name, "double free", freed]);
    assertEquals(told(() => malloc.free(block + 32)), [making.name, "interior pointer", block]);
    assertEquals(told(() => malloc.realloc(block + 64, 9)), [making.name, "interior pointer", block]);
    assertEquals(told(() => malloc.usableSize(block + 16)), [making.name, "interior pointer", block]);
    assertEquals(told(() => malloc.free(0x55_5500_0800)), [making.name, "invalid pointer", 0x55_5500_0800]);
    malloc.free(block);
  }
});
