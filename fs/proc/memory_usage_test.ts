/** Tests of what mappings use: given(pages that are touched, shared, changed).when(they are added up).then(the sums of smaps). */
import { assertEquals } from "@std/assert";
import { MADV, MAP } from "@palimpsest/kernel";
import { givenProcess, range } from "../../kernel/testing/machine_fixture.ts";
import { noUsage, SHARES_PER_BYTE, spaceUsage, vmaUsage } from "./memory_usage.ts";

const usageAt = (given: ReturnType<typeof givenProcess>, page: number) =>
  vmaUsage(given.state, given.space, given.vmaAt(page));

Deno.test("what was written is dirty and anonymous; the zero page does not count", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  given.touch(101, "r");
  assertEquals(usageAt(given, 100), {
    ...noUsage(),
    resident: 4096,
    proportional: 4096 * SHARES_PER_BYTE,
    proportionalDirty: 4096 * SHARES_PER_BYTE,
    privateDirty: 4096,
    referenced: 4096,
    anonymous: 4096,
  });
});

Deno.test("a page that two processes have counts half in each, and is shared", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([100, 101], "w");
  given.fork();
  const { resident, proportional, sharedDirty, privateDirty } = usageAt(given, 100);
  assertEquals([resident, proportional, sharedDirty, privateDirty], [
    8192,
    4096 * SHARES_PER_BYTE,
    8192,
    0,
  ]);
});

Deno.test("clean pages of a file are clean; those of shared memory are told apart", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile({ fileSystem: 1 }), flags: MAP.SHARED });
  given.map(200, 4, { flags: MAP.SHARED });
  given.touch(100, "r");
  given.touch(200, "w");
  const { privateClean, sharedMemory } = usageAt(given, 100);
  assertEquals([privateClean > 0, sharedMemory], [true, 0]);
  assertEquals(usageAt(given, 200).sharedMemory, 4096);
  assertEquals(spaceUsage(given.state, given.space).resident, privateClean + 4096);
});

Deno.test("swapped-out pages count as such, those of shared memory too", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 4);
  given.map(200, 4, { flags: MAP.SHARED });
  given.touchAll([100, 101, 200], "w");
  for (const page of [100, 200]) given.call("madvise", { ...range(page, 1), advice: MADV.PAGEOUT });
  const anonymous = usageAt(given, 100);
  assertEquals([anonymous.resident, anonymous.swapped, anonymous.swapEntries], [4096, 4096, 1]);
  assertEquals(anonymous.proportionalSwapped, 4096 * SHARES_PER_BYTE);
  const shared = usageAt(given, 200);
  assertEquals([shared.resident, shared.swapped, shared.swapEntries], [0, 4096, 0]);
});

Deno.test("locked pages and pages that were given up are told", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touchAll([100, 101], "w");
  given.call("madvise", { ...range(100, 1), advice: MADV.FREE });
  assertEquals(usageAt(given, 100).lazyFree, 4096);
  given.call("mlock", range(101, 1));
  assertEquals(usageAt(given, 101).proportionalLocked, 4096 * SHARES_PER_BYTE);
});
