/** Tests of the tree of patterns. */
import { assert, assertEquals } from "@std/assert";
import { growBranches, mostNumbers } from "./pattern_tree.ts";
import { sampleSchema } from "./testing/sample_schema.ts";

const { patterns, effectByName, eventByName } = sampleSchema;

Deno.test("each branch knows what may follow, and whether an event may end there", () => {
  const fault = growBranches(patterns)[eventByName.get("pageFault")!.id]!;
  assertEquals([fault.pack, fault.numberCount], [undefined, 4], "a fault without effects is no pattern");
  const mapped = fault.next[effectByName.get("pagesMapped")!.id];
  assertEquals(mapped.numberCount, 4 + 6);
  assert(mapped.pack !== undefined && mapped.next[effectByName.get("written")!.id].pack !== undefined);
  assertEquals(mapped.next[effectByName.get("pagesMapped")!.id], undefined);
});

Deno.test("the longest way has the most numbers", () => {
  assertEquals(mostNumbers(growBranches(patterns)), 4 + 6 + 3);
  assertEquals(mostNumbers([]), 0);
});
