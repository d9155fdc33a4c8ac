/** Tests of the policy of the guide: what it does, and that the guide shows it as it is. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { faultCountOf, victimsOf } from "../../kernel/reclaim/policies/testing/reference_run.ts";
import { makePolicy, MostRecentlyUsed } from "./most_recently_used.ts";

Deno.test("the page used last goes", () => {
  assertEquals(victimsOf(makePolicy({ frameCount: 3 }), 3, [1, 2, 3, 1, 4, 2, 5]), [1, 2]);
});

Deno.test("a loop over one page more than fits faults once a round", () => {
  const loop = Array.from({ length: 5 * 9 }, (_, use) => use % 5);
  const lower = 5 + 8;
  const faults = faultCountOf(makePolicy({ frameCount: 4 }), 4, loop);
  assertEquals(faults <= lower + 3, true, `${faults} faults`);
});

Deno.test("a page that may not go is passed over; when none may, no frame is named", () => {
  const policy = new MostRecentlyUsed({ frameCount: 3 });
  for (const frame of [0, 1, 2]) policy.insert(frame);
  policy.remove(1);
  assertEquals(policy.takeVictim(-1, (frame) => frame !== 2), 0);
  assertEquals([policy.takeVictim(-1, () => false), policy.takeVictim(-1, () => true)], [-1, 2]);
});

Deno.test("the guide shows the whole class as it is", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  const source = await read("most_recently_used.ts");
  const shown = source.slice(source.indexOf("/** See the head of this file. */"));
  assertStringIncludes(await read("write_a_policy.md"), shown.trim());
});
