/** Tests of the sample schema's generators. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../testing/random.ts";
import { randomEvent, samplePageFaults, sampleSchema } from "./sample_schema.ts";

Deno.test("randomEvent() makes every kind of event and effect, the same ones from the same seed", () => {
  const events = Array.from({ length: 200 }, ((random) => () => randomEvent(random))(new Random(1)));
  const kinds = new Set<string>(events.map(({ kind }) => kind));
  const effectKinds = new Set<string>(events.flatMap(({ effects }) => effects.map(({ kind }) => kind)));
  assertEquals(kinds.size, sampleSchema.events.length);
  assertEquals(effectKinds.size, sampleSchema.effects.length);
  assertEquals(randomEvent(new Random(1)), events[0]);
});

Deno.test("samplePageFaults() mostly walks forward, in both processes", () => {
  const faults = samplePageFaults(new Random(1), 1000);
  const pages = faults.map((fault) => fault.kind === "pageFault" ? fault.page : 0);
  const steps = pages.slice(1).filter((page, index) => page === pages[index] + 1);
  assert(steps.length > 700 && steps.length < 900, `${steps.length} steps to the next page`);
});
