/** Tests of soaking. */
import { assertEquals } from "@std/assert";
import { runSoak, type Soak } from "./soak.ts";

const soak: Soak = {
  name: "sample",
  summary: "fails at every third seed",
  unit: "numbers",
  round: ({ seed }) => Promise.resolve({ tried: 2, failures: seed % 3 === 0 ? ["divisible by three"] : [] }),
};

Deno.test("a soak runs every seed of its range and names the seeds that failed", async () => {
  const heard: number[] = [];
  const summary = await runSoak(
    soak,
    { firstSeed: 4, lastSeed: 7 },
    () => 0,
    ({ nextSeed }) => heard.push(nextSeed),
  );
  assertEquals(summary, {
    rounds: 4,
    tried: 8,
    dropped: 0,
    failures: ["seed 6: divisible by three"],
    nextSeed: 8,
  });
  assertEquals(heard, [5, 6, 7, 8]);
});

Deno.test("a soak stops when its time is over", async () => {
  let now = 0;
  const summary = await runSoak(soak, { firstSeed: 1, milliseconds: 25 }, () => now, () => now += 10);
  assertEquals(summary.rounds, 3);
});
