/** Results as lines and as tables. */
import { assertEquals } from "@std/assert";
import { barsLine, groupLines, measureTables } from "./report.ts";
import type { Result } from "./result.ts";

const sample: readonly Result[] = [
  {
    measure: "replay",
    what: "fold",
    setting: "1,000 events",
    unit: "ns/event",
    median: 200,
    least: 190,
    greatest: 250,
    count: 5,
    processor: 160,
    first: 400,
    bar: { says: "at least 5 M events/s", isReached: true },
  },
  {
    measure: "replay",
    what: "immer",
    setting: "1,000 events",
    unit: "ns/event",
    median: 20_000,
    least: 19_000,
    greatest: 21_000,
    count: 3,
    timesOurs: 100,
  },
];

Deno.test("results of one setting stand together in lines", () => {
  assertEquals(groupLines(sample), [
    "replay: 1,000 events",
    "  fold      200 ns/event        190 to 250  160   6.25 M/s              400  at least 5 M events/s: reached",
    "  immer  20,000 ns/event  19,000 to 21,000       0.050 M/s  100 × ours",
    "",
  ]);
});

Deno.test("a Markdown table leaves out the columns that no result fills", () => {
  assertEquals(
    measureTables([{ ...sample[1], unit: "MB/s", count: 1 }], "replay").split("\n"),
    ["| 1,000 events | median | ratio |", "| --- | ---: | ---: |", "| immer | 20,000 MB/s | 100 × ours |"],
  );
  assertEquals(measureTables(sample, "record"), "");
});

Deno.test("the bars are summed up in a line that names those that are missed", () => {
  assertEquals(barsLine(sample), "All 1 bars are reached.");
  assertEquals(barsLine([sample[1]]), "No bar was measured.");
  const missed = { ...sample[0], bar: { says: "at least 9", isReached: false } };
  assertEquals(barsLine([sample[0], missed]), "1 of 2 bars are reached; not replay (fold; 1,000 events).");
});
