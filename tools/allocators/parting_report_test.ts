/** Tests of telling where allocators part. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Parting } from "./footprint_parting.ts";
import type { PageRun } from "./page_places.ts";
import { partingJson, partingLines } from "./parting_report.ts";

const heap = (uses: PageRun["uses"]): PageRun[] => [{ area: "heap", startPage: 0x100, uses }];
const parting: Parting = {
  trace: "t",
  allocators: ["x", "y"],
  moments: [{
    what: "parted",
    operation: 1000,
    line: 1005,
    request: "a 7 3000",
    liveBytes: 5000,
    footprintBytes: [8192, 16384],
    places: [heap(["full", "part"]), heap(["full", "idle", "fresh", "fresh"])],
  }],
};

Deno.test("the moment, what the pages hold, and a map of them are told", () => {
  assertEquals(partingLines(parting), [
    "t: x and y first part at request 1,000 (line 1005: a 7 3000): 2 and 4 pages, for 5 KiB that are live.",
    "pages                          x  y  more",
    "heap: full of live blocks #    1  1     0",
    "heap: partly live +            1  0    -1",
    "heap: touched, nothing live .  0  1    +1",
    "heap: never touched _          0  2    +2",
    "together                       2  4    +2",
    "",
    "x",
    "        0x100000  #+",
    "",
    "y",
    "        0x100000  #.__",
  ]);
});

Deno.test("allocators that never part are told in a sentence", () => {
  assertEquals(partingLines({ ...parting, moments: [] }), ["t: the footprints of x and y never part."]);
});

Deno.test("a long map is cut off", () => {
  const long = heap(Array.from({ length: 64 * 40 }, () => "fresh"));
  const [moment] = parting.moments;
  const lines = partingLines({ ...parting, moments: [{ ...moment, places: [long, heap(["full"])] }] });
  assertEquals(lines.includes("  … and 8 lines more"), true);
});

Deno.test("other programs get the counts and the map", () => {
  const [moment] = partingJson(parting).moments as Record<string, unknown>[];
  const text = JSON.stringify(moment);
  assertEquals([moment.operation, moment.request], [1000, "a 7 3000"]);
  assertStringIncludes(text, '"heap":{"full":1,"part":1,"idle":0,"fresh":0}');
  assertStringIncludes(text, '"address":1048576,"map":"#.__"');
});
