/** Tests of what runs of policies are shown as. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { countText, policyChart, policyTable } from "./policy_report.ts";

const runs = [
  { policy: "fifo", frames: 3, references: 2000, faults: 1500, writes: 0 },
  { policy: "lru", frames: 3, references: 2000, faults: 12, writes: 7 },
] as const;

Deno.test("the table has a line a run", () => {
  assertEquals(policyTable(runs), [
    "frames  policy  faults  writes  hit ratio",
    "     3  fifo     1,500       0    25.00 %",
    "     3  lru         12       7    99.40 %",
  ]);
  assertEquals(policyTable([{ ...runs[0], references: 0, faults: 0 }])[1].trim().endsWith("–"), true);
});

Deno.test("the chart has a panel for writes when there are any", () => {
  assertStringIncludes(policyChart("a trace", runs), "Changed pages written");
  assertEquals(policyChart("a trace", [runs[0]]).includes("Changed pages written"), false);
});

Deno.test("counts have commas", () => {
  assertEquals(countText(1759775), "1,759,775");
});
