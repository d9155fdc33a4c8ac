/** Tests of running traces through policies. */
import { assert, assertEquals } from "@std/assert";
import { ONLINE_POLICY_NAMES, POLICY_NAMES } from "@palimpsest/kernel";
import {
  ANOMALY_STRING,
  randomRuns,
  TEXTBOOK_STRING,
} from "../../kernel/reclaim/policies/testing/reference_strings.ts";
import { traceOf } from "../guests/references/reference_trace.ts";
import { simulate } from "./simulate.ts";

Deno.test("the textbook's string takes 15 faults with fifo, 12 with lru, 9 with opt", () => {
  const trace = traceOf(TEXTBOOK_STRING);
  const faults = (["fifo", "lru", "opt"] as const).map((policy) => simulate(policy, trace, 3).faults);
  assertEquals(faults, [15, 12, 9]);
});

Deno.test("fifo shows Belady's anomaly: 9 faults with 3 frames, 10 with 4", () => {
  const trace = traceOf(ANOMALY_STRING);
  assertEquals([3, 4].map((frames) => simulate("fifo", trace, frames).faults), [9, 10]);
});

Deno.test("a changed page is written when it goes, once, and not when it is still there at the end", () => {
  const trace = traceOf([-1 - 1, -1 - 2, -1 - 1, 3, 4]);
  assertEquals(simulate("fifo", trace, 2), {
    policy: "fifo",
    frames: 2,
    references: 5,
    faults: 4,
    writes: 2,
  });
  assertEquals(simulate("fifo", trace, 4).writes, 0);
});

Deno.test("opt is never worse than another policy on a thousand random strings", () => {
  for (const { pages, frameCount } of randomRuns(21, 1000)) {
    const trace = traceOf(pages);
    const fewest = simulate("opt", trace, frameCount).faults;
    for (const policy of ONLINE_POLICY_NAMES) {
      assert(simulate(policy, trace, frameCount).faults >= fewest, policy);
    }
  }
});

Deno.test("lru and opt never fault more with more frames, on a thousand random strings", () => {
  for (const { pages } of randomRuns(22, 1000)) {
    const trace = traceOf(pages);
    for (const policy of ["lru", "opt"] as const) {
      const faults = [1, 2, 3, 4, 6, 9].map((frames) => simulate(policy, trace, frames).faults);
      assert(faults.every((count, size) => size === 0 || count <= faults[size - 1]), policy);
    }
  }
});

Deno.test("an empty trace has no faults, and more frames than pages are as good as enough", () => {
  for (const policy of POLICY_NAMES) {
    assertEquals(simulate(policy, traceOf([]), 3).faults, 0);
    assertEquals(simulate(policy, traceOf([1, 2, 1]), 1_000_000).faults, 2);
  }
});
