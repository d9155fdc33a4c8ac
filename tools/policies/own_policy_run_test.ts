/** Tests of running a person's own policy, in this thread. */
import { assertEquals } from "@std/assert";
import { POLICIES } from "@palimpsest/kernel";
import { traceOf } from "../guests/references/reference_trace.ts";
import { runOwnPolicy } from "./own_policy_run.ts";
import { simulate } from "./simulate.ts";

const trace = traceOf([7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1]);
const task = {
  name: "mine",
  references: trace.references,
  pageCount: trace.pageCount,
  sizes: [3, 4],
  seed: 1,
};
const failureOf = async (exports: Record<string, unknown>) =>
  (await runOwnPolicy(task, () => Promise.resolve(exports))).failure;

Deno.test("a policy of one's own counts as the bundled one of the same kind does", async () => {
  const { runs } = await runOwnPolicy(task, () => Promise.resolve({ makePolicy: POLICIES.lru.make }));
  assertEquals(runs, [3, 4].map((frames) => ({ ...simulate("lru", trace, frames), policy: "mine" })));
});

Deno.test("what is no policy, or a wrong one, is told in a sentence", async () => {
  assertEquals((await failureOf({}))?.startsWith("This is no policy"), true);
  assertEquals(await failureOf({ makePolicy: () => ({}) }), "What makePolicy() returns has no insert().");
  const nothing = { insert() {}, reference() {}, remove() {}, takeVictim: () => 9 };
  assertEquals(
    await failureOf({ makePolicy: () => nothing }),
    "The policy failed: The policy mine takes frame 9, which holds no page.",
  );
  assertEquals(
    await failureOf({ makePolicy: () => ({ ...nothing, takeVictim: () => -1 }) }),
    "The policy failed: The policy mine takes no frame (-1), but every one may be taken.",
  );
  const thrower = {
    makePolicy() {
      throw new TypeError("x is not iterable");
    },
  };
  assertEquals(await failureOf(thrower), "The policy failed: x is not iterable.");
});
