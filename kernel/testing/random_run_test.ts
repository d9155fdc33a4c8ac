/** Tests of random runs. */
import { assert, assertEquals } from "@std/assert";
import { kernelPart, System } from "../compose.ts";
import type { Reducer } from "../fold.ts";
import { RandomRun } from "./random_run.ts";

const system = new System([kernelPart]);

function digestOf(seed: number): string {
  const machine = system.boot({ frameCount: 1500, ramPages: 1500, swapSlotCount: 512 });
  new RandomRun(machine, seed).runTo(500);
  return `${machine.state.eventCount} ${machine.state.digest.toHex()}`;
}

Deno.test("a random run depends on its seed only", () => {
  assertEquals(digestOf(3), digestOf(3));
  assert(digestOf(3) !== digestOf(4));
});

Deno.test("random runs have effects of most kinds of memory, files and processes", () => {
  const kinds = new Set<string>();
  const reducers = Object.entries(kernelPart.reducers).map(([kind, reduce]): [string, Reducer] => [
    kind,
    (state, effect) => {
      kinds.add(kind);
      reduce(state, effect);
    },
  ]);
  const told = new System([{ ...kernelPart, reducers: Object.fromEntries(reducers) }]);
  for (let seed = 1; seed <= 10; seed++) {
    const machine = told.boot({ frameCount: 1500, ramPages: 1500, swapSlotCount: 512 });
    new RandomRun(machine, seed).runTo(1200);
  }
  const expected =
    "pagesFresh pagesZero pagesMap pageCopy pageReuse pagesReadOnly pagesUnmap pagesMove pagesShare " +
    "pagesGuard pagesSwap framesMark cacheInsert cacheRemove cacheSwap bytesWrite bytesFill bytesCopy " +
    "storageWrite storageDiscard vmaPut vmaRemove anonVmaNew spaceNew spaceBreak spaceRemove processNew processSpace " +
    "processState processRemove faultsCount fileNew filePosition fileRemove descriptorPut descriptorRemove inodeNew " +
    "inodeSize inodeRemove swapCacheInsert signalAction";
  assertEquals(expected.split(" ").filter((kind) => !kinds.has(kind)), []);
});
