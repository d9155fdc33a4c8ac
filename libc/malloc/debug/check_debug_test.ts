/** Tests that a debug heap whose ledger does not agree with memory is found. */
import { assertThrows } from "@std/assert";
import { MemoryView } from "../../memory/memory_view.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import { openAllocator } from "../allocators.ts";
import { HeapError } from "../heap_error.ts";
import { debug } from "./debug.ts";
import { Ledger, LEDGER_STATICS } from "./ledger.ts";

Deno.test("the ledger is held against mappings, zones and the quarantine", () => {
  const cases: [words: string, damage: (parts: ReturnType<typeof given>) => void][] = [
    ["places are taken", ({ space, at }) => space.store64(at + LEDGER_STATICS.taken, 7)],
    ["pages are in quarantine", ({ space, at }) => space.store64(at + LEDGER_STATICS.quarantinePages, 9)],
    ["the newest in quarantine", ({ space, at, live }) => space.store64(at + LEDGER_STATICS.newest, live)],
    [
      "the quarantine names a block",
      ({ space, at, live }) => space.store64(at + LEDGER_STATICS.oldest, live),
    ],
    ["not in the list of the quarantine", ({ space, at }) => space.store64(at + LEDGER_STATICS.oldest, 0)],
    ["a red zone was written over", ({ space, live }) => space.store8(live + 100, 0)],
    ["are not apart", ({ space, at, live }) => new Ledger(space, at).add(live - 4096, 10)],
    ["is not mapped", ({ space, at }) => new Ledger(space, at).add(0x1000_0000, 10)],
  ];
  for (const [words, damage] of cases) {
    const parts = given();
    damage(parts);
    assertThrows(() => parts.check(), HeapError, words);
  }
});

function given() {
  const { space, machine, statics } = heapProcess();
  const allocator = openAllocator(debug, space);
  const [live, freed] = [allocator.allocate(100, 16), allocator.allocate(100, 16)];
  allocator.release(freed);
  const check = () => allocator.check(new MemoryView(machine.state, space.pid));
  check();
  return { space, at: statics + 16, live, check };
}
