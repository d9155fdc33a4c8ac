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

Deno.test("a round beyond programs and corpus is a random script", async () => {
  const soak = new PressureSoak();
  await soak.prepare();
  assertEquals(await soak.round({ seed: 10_003 }), { tried: 10, failures: [] });
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
