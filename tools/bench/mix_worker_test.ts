/** Where a worker touches memory, and how much of it it keeps. */
import { assert, assertEquals } from "@std/assert";
import { isZeroPage, type Machine } from "@palimpsest/kernel";
import { Random } from "../../kernel/testing/random.ts";
import { ARENA, ARENA_PAGES, bootMixWorld, mixSystem } from "./mix_world.ts";
import { type Locality, MixWorker } from "./mix_worker.ts";

function workerOf(locality: Locality): { machine: Machine; worker: MixWorker } {
  const machine = bootMixWorld(mixSystem());
  return { machine, worker: new MixWorker(machine, 1, locality, new Random(3)) };
}

function presentPages({ state }: Machine): number[] {
  const space = state.spaceOf(1);
  return Array.from({ length: ARENA_PAGES }, (_, index) => ARENA + index).filter((page) =>
    space.pte(page) !== 0
  );
}

Deno.test("a clustered worker takes page after page, a scattered one pages far apart", () => {
  for (const [locality, span] of [["clustered", 7], ["scattered", 1000]] as const) {
    const { machine, worker } = workerOf(locality);
    for (let count = 0; count < 8; count++) worker.anonymousWrite();
    const pages = presentPages(machine);
    assertEquals(pages.length, 8);
    assert(pages[7] - pages[0] >= span);
  }
});

Deno.test("a page that was read as zeros is written later", () => {
  const { machine, worker } = workerOf("clustered");
  worker.anonymousRead();
  assert(isZeroPage(machine.state.spaceOf(1).pte(ARENA)));
  worker.zeroWrite();
  assert(!isZeroPage(machine.state.spaceOf(1).pte(ARENA)));
});

Deno.test("a worker keeps about half of its arena, however long it runs", () => {
  for (const locality of ["clustered", "scattered"] as const) {
    const { machine, worker } = workerOf(locality);
    for (let count = 0; count < 1.5 * ARENA_PAGES; count++) worker.anonymousWrite();
    const share = presentPages(machine).length / ARENA_PAGES;
    assert(share > 0.4 && share < 0.65, `${locality}: ${share} of the arena is present`);
  }
});
