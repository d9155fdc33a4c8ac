/** Tests of placement: given(mappings below the top page 10000).when(a place is asked for).then(the page). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE, TASK_SIZE_PAGES } from "../address.ts";
import { EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { LOW_SEARCH_START_PAGE, LOWEST_CHOSEN_PAGE } from "../limits.ts";
import { givenProcess, type MachineFixture, TOP_PAGE } from "../testing/machine_fixture.ts";
import { MAP } from "./mmap_flags.ts";
import { placeMapping, type Placement, startGapPage } from "./placement.ts";

/** Where a mapping is put that says nothing but this. */
function place(given: MachineFixture, pageCount: number, wish: Partial<Placement> = {}): number {
  const usual = { address: 0, fixed: false, low: false, alignment: "none", pageOffset: 0 } as const;
  return placeMapping(given.space, { ...usual, pageCount, ...wish });
}

Deno.test("the highest gap that fits below the top page is taken", () => {
  const given = givenProcess();
  assertEquals(place(given, 10), TOP_PAGE - 10);
  given.map(9_900, 90);
  assertEquals([place(given, 10), place(given, 11)], [9_990, 9_889]);
});

Deno.test("when no gap is left below the top, the search goes up from a third of the task size", () => {
  const given = givenProcess();
  given.map(LOWEST_CHOSEN_PAGE, TOP_PAGE - LOWEST_CHOSEN_PAGE, { rights: "" });
  assertEquals(place(given, 10), Math.ceil(TASK_SIZE_PAGES / 3));
});

Deno.test("a fixed place is taken as it is, whatever lies there", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(place(given, 10, { address: addressOf(105), fixed: true }), 105);
});

const FIXED_ERRORS = [
  { what: "off a page boundary is EINVAL", address: 100 * 4096 + 1, result: -EINVAL },
  { what: "below mmap_min_addr is EPERM", address: 0, result: -EPERM },
  { what: "that ends beyond the task size is ENOMEM", address: TASK_SIZE - 4096, result: -ENOMEM },
  { what: "in the upper half of the addresses is ENOMEM", address: -4096, result: -ENOMEM },
  { what: "beyond the task size is ENOMEM before EINVAL", address: TASK_SIZE + 1, result: -ENOMEM },
];

for (const { what, address, result } of FIXED_ERRORS) {
  Deno.test(`a fixed place ${what}`, () => {
    assertEquals(place(givenProcess(), 2, { address, fixed: true }), result);
  });
}

Deno.test("more pages than the task has are ENOMEM, however they are asked for", () => {
  for (const wish of [{}, { fixed: true, address: addressOf(100) }, { low: true }]) {
    assertEquals(place(givenProcess(), TASK_SIZE_PAGES + 1, wish), -ENOMEM);
  }
});

Deno.test("a free hint is taken, rounded down to its page; a taken one is no hint", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(place(given, 10, { address: addressOf(200) + 4095 }), 200);
  assertEquals(place(given, 10, { address: addressOf(91) }), TOP_PAGE - 10);
  assertEquals(place(given, 10, { address: addressOf(90) }), 90);
});

Deno.test("a hint in the lowest page is none", () => {
  const given = givenProcess();
  assertEquals(place(given, 1, { address: 4095 }), TOP_PAGE - 1);
  assertEquals(place(given, 1, { address: 4096 }), 1);
});

Deno.test("a hint beyond the task size is no hint", () => {
  const given = givenProcess();
  for (const address of [TASK_SIZE, -4096]) assertEquals(place(given, 1, { address }), TOP_PAGE - 1);
});

Deno.test("private anonymous memory of whole 2 MiB blocks lies on a 2 MiB boundary", () => {
  const given = givenProcess();
  const alignment = "anonymous";
  assertEquals(place(given, 512, { alignment }), 9216);
  assertEquals(place(given, 1024, { alignment }), 8704);
  assertEquals(place(given, 513, { alignment }), TOP_PAGE - 513);
  assertEquals(place(given, 512), TOP_PAGE - 512);
});

Deno.test("with a hint there is no alignment, taken or free", () => {
  const given = givenProcess();
  given.map(100, 1);
  assertEquals(place(given, 512, { alignment: "anonymous", address: addressOf(100) }), TOP_PAGE - 512);
  assertEquals(place(given, 512, { alignment: "anonymous", address: addressOf(200) }), 200);
});

Deno.test("without room for alignment below the top, the place is aligned above it", () => {
  const given = givenProcess();
  given.map(LOWEST_CHOSEN_PAGE, 9_000, { rights: "" });
  given.map(9_600, 400, { rights: "" });
  assertEquals(place(given, 512), 9_600 - 512);
  assertEquals(place(given, 512, { alignment: "anonymous" }), Math.ceil(TASK_SIZE_PAGES / 3 / 512) * 512);
});

Deno.test("a disk file of 2 MiB or more is placed so that address and offset agree modulo 2 MiB", () => {
  const given = givenProcess();
  for (const [pageCount, pageOffset] of [[512, 0], [700, 0], [1200, 100]]) {
    const page = place(given, pageCount, { alignment: "file", pageOffset });
    assertEquals([page % 512, page + pageCount <= TOP_PAGE], [pageOffset % 512, true]);
  }
});

Deno.test("a disk file with less than 2 MiB behind the first whole block is not aligned", () => {
  const given = givenProcess();
  assertEquals(place(given, 511, { alignment: "file" }), TOP_PAGE - 511);
  assertEquals(place(given, 900, { alignment: "file", pageOffset: 100 }), TOP_PAGE - 900);
});

Deno.test("MAP_32BIT searches bottom-up from 1 GiB, up to 2 GiB", () => {
  const given = givenProcess();
  const [low, blockPages] = [LOW_SEARCH_START_PAGE, 512];
  assertEquals(place(given, 10, { low: true }), low);
  given.map(low, 10);
  assertEquals(place(given, 10, { low: true }), low + 10);
  assertEquals(place(given, blockPages, { low: true, alignment: "anonymous" }), low + blockPages);
  assertEquals(place(given, low + 1, { low: true }), -ENOMEM);
});

Deno.test("the guard gap below a growing VMA is nobody's place", () => {
  const given = givenProcess();
  given.map(9_900, 100, { flags: MAP.PRIVATE | MAP.GROWSDOWN });
  assertEquals(startGapPage(given.vmaAt(9_900)), 9_900 - 256);
  assertEquals(place(given, 10), 9_900 - 256 - 10);
  assertEquals(place(given, 10, { address: addressOf(9_885) }), 9_900 - 256 - 10);
  assertEquals(place(given, 10, { address: addressOf(9_885), fixed: true }), 9_885);
});
