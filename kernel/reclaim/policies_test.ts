/** Tests of what holds for every policy. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { isPolicyName, ONLINE_POLICY_NAMES, POLICIES, POLICY_NAMES, type PolicyName } from "./policies.ts";
import { nextUsesOf } from "./policies/opt.ts";
import { faultCountOf, ReferenceRun } from "./policies/testing/reference_run.ts";
import { randomRuns, TEXTBOOK_STRING } from "./policies/testing/reference_strings.ts";

function faultsOf(name: PolicyName, frameCount: number, pages: readonly number[]): number {
  const policy = POLICIES[name].make({ frameCount, seed: 1, nextUses: nextUsesOf(pages, 64) });
  return faultCountOf(policy, frameCount, pages);
}

Deno.test("policies are known by name; opt alone cannot run without the future", () => {
  assertEquals(POLICY_NAMES.filter((name) => !ONLINE_POLICY_NAMES.includes(name)), ["opt"]);
  assert(isPolicyName("2q") && !isPolicyName("toString"));
});

Deno.test("every policy faults once a page when memory holds them all", () => {
  for (const name of POLICY_NAMES) assertEquals(faultsOf(name, 6, TEXTBOOK_STRING), 6, name);
});

Deno.test("every policy faults at every change of page with a single frame", () => {
  const changes = TEXTBOOK_STRING.filter((page, number) => page !== TEXTBOOK_STRING[number - 1]).length;
  for (const name of POLICY_NAMES) assertEquals(faultsOf(name, 1, TEXTBOOK_STRING), changes, name);
});

Deno.test("opt is never worse than any other policy on a thousand random strings", () => {
  for (const { pages, frameCount } of randomRuns(13, 1000)) {
    const fewest = faultsOf("opt", frameCount, pages);
    for (const name of ONLINE_POLICY_NAMES) assert(faultsOf(name, frameCount, pages) >= fewest, name);
  }
});

Deno.test("every policy finds a victim whenever one may be taken, among locked and removed pages", () => {
  const random = new Random(14);
  for (const name of ONLINE_POLICY_NAMES) {
    const run = new ReferenceRun(POLICIES[name].make({ frameCount: 8, seed: 2 }), 8);
    for (let step = 0; step < 3000; step++) {
      const choice = random.below(8);
      if (choice === 0 && run.pages.length > 0) run.remove(random.pick(run.pages));
      else if (choice === 1 && run.pages.length > 0) {
        const mayGo = run.pages.some((page) => !run.locked.has(page));
        assertEquals(run.evict(-1) >= 0, mayGo, name);
      } else if (choice === 2) run.locked.delete(random.below(20));
      else if (choice === 3 && run.locked.size < 6) run.locked.add(random.below(20));
      else run.reference(random.below(20), random.chance(1, 2));
    }
  }
});

Deno.test("every policy decides the same when it is told the same", () => {
  for (const name of ONLINE_POLICY_NAMES) {
    const victims = [1, 2].map(() => {
      const run = new ReferenceRun(POLICIES[name].make({ frameCount: 5, seed: 3 }), 5);
      for (const { pages } of randomRuns(15, 10)) {
        pages.forEach((page) => run.reference(page, page % 3 === 0));
      }
      return run.victims;
    });
    assertEquals(victims[0], victims[1], name);
  }
});
