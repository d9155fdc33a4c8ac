/** Tests of the soak of memory pressure: a slice of it. */
import { assert, assertEquals } from "@std/assert";
import { pressRound, PressureSoak, wholeSet } from "./pressure.ts";

/** Every how many programs and scripts one is run. */
const STEP = 23;

Deno.test("programs and scripts do the same in the smallest memory as with plenty, with every policy", async (t) => {
  const guests = await wholeSet();
  assert(guests.length >= 250, `${guests.length} guests`);
  for (const [seed, pair] of guests.entries()) {
    if (seed % STEP !== 3) continue;
    await t.step(pair.guest.name, () => assertEquals(pressRound(pair, seed), { tried: 10, failures: [] }));
  }
});

/**
 * Rounds that found something once: a hole of a file that showed another page's bytes (373), a page that was populated from
 * one that had to go for it (368).
 */
const TELLING_SEEDS = [368, 373];

Deno.test("rounds beyond programs and corpus are random scripts", async () => {
  const soak = new PressureSoak();
  await soak.prepare();
  for (const seed of [503, ...TELLING_SEEDS]) {
    assertEquals(await soak.round({ seed }), { tried: 10, failures: [] }, `seed ${seed}`);
  }
});

Deno.test("a guest that tells something else with little memory is a failure, with its name, frames and policy", () => {
  const { machine, ...run } = { ...emptyRun(), told: ["right"] };
  const guest = {
    name: "liar",
    run: (config = {}) => ({ ...run, machine, told: "policy" in config ? ["wrong"] : ["right"] }),
  };
  const { failures } = pressRound({ guest }, 1);
  assertEquals(failures.length, 10);
  assertEquals(failures[0], "liar, 2 frames, fifo: right with plenty of memory, wrong with little");
});

function emptyRun() {
  return { isOutOfMemory: false, reclaimCount: 0, mostFrames: 10, machine: undefined as never };
}
