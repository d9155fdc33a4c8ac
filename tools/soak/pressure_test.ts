/** Tests of the soak of memory pressure. */
import { assert, assertEquals } from "@std/assert";
import { pressureSoak } from "./pressure.ts";

Deno.test("a round of memory pressure finds nothing", async () => {
  const { tried, dropped, failures } = await pressureSoak.round({ seed: 3 });
  assertEquals(failures, []);
  assert(tried > 2 * dropped!, `${dropped} of ${tried} runs were out of memory`);
});
