/** Results written into the page, and the page itself. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { PAGE_PATH, pageWithResults } from "./page.ts";
import type { Result } from "./result.ts";
import { measures } from "./suite.ts";

const result: Result = {
  measure: "replay",
  what: "fold",
  setting: "1,000 events",
  unit: "ns",
  median: 2,
  least: 1,
  greatest: 3,
  count: 3,
};

Deno.test("results take the place of those between their marks, and nothing else changes", () => {
  const page = "a\n<!-- generated replay: begin -->\nearlier\n<!-- generated replay: end -->\n" +
    "<!-- generated record: begin -->\nkept\n<!-- generated record: end -->\nz\n";
  const written = pageWithResults(page, [result], "");
  assertStringIncludes(written, "| fold | 2.00 ns | 1.00 to 3.00 |");
  assertStringIncludes(written, "begin -->\nkept\n<!--");
  assertEquals(written.includes("earlier"), false);
  assertEquals(pageWithResults(written, [result], ""), written);
});

Deno.test("the table of bars is made of all tables of the page, whichever run wrote them", () => {
  const region = (name: string) => `<!-- generated ${name}: begin -->\n<!-- generated ${name}: end -->\n`;
  const bar = { says: "at most 3 ns", isReached: true };
  const first = pageWithResults(region("bars") + region("replay") + region("seek"), [{ ...result, bar }], "");
  const missed = {
    ...result,
    measure: "seek",
    what: "slow",
    bar: { says: "at most 1 ns", isReached: false },
  };
  const second = pageWithResults(first, [missed, { ...missed, what: "free", bar: undefined }], "");
  assertStringIncludes(second, "1 of 2 bars are reached.");
  assertStringIncludes(second, "| replay | fold; 1,000 events | at most 3 ns | yes |");
  assertStringIncludes(second, "| seek | slow; 1,000 events | at most 1 ns | **no** |");
});

Deno.test("the page has a place for every measure", async () => {
  const page = await Deno.readTextFile(PAGE_PATH);
  for (const name of [...Object.keys(measures), "machine", "mix", "bars"]) {
    assertStringIncludes(page, `<!-- generated ${name}: begin -->\n`);
  }
});
