/** Tests of pages in runs of fills, against arrays of byte values. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { ContentBytes, fillPage } from "./content_bytes.ts";
import { fillHashHi, fillHashLo } from "./content_hash.ts";
import { ContentRuns, fillRuns, forEachRun, readRuns, valueAt } from "./content_runs.ts";

function runsOf(page: number | ContentRuns | undefined): [start: number, value: number][] {
  assert(page instanceof ContentRuns);
  return page.starts.map((start, run) => [start, page.values[run]]);
}

Deno.test("a fill of whole words makes runs, joins neighbours of its value, and may end in one value again", () => {
  const one = fillRuns(1, 0, 512, 1024, 7);
  assertEquals(runsOf(one), [[0, 0], [128, 7], [384, 0]]);
  assertEquals(runsOf(fillRuns(1, one as ContentRuns, 1536, 64, 7)), [[0, 0], [128, 7], [400, 0]]);
  assertEquals(runsOf(fillRuns(1, one as ContentRuns, 0, 512, 9)), [[0, 9], [128, 7], [384, 0]]);
  assertEquals(fillRuns(1, one as ContentRuns, 0, 4096, 3), 3);
  assertEquals(fillRuns(1, one as ContentRuns, 512, 1024, 0), 0);
});

Deno.test("parts of words, and more runs than sixteen, are not said by runs", () => {
  assertEquals([fillRuns(1, 0, 2, 8, 1), fillRuns(1, 0, 4, 9, 1)], [undefined, undefined]);
  let page: number | ContentRuns | undefined = 0;
  let count = 0;
  for (; page !== undefined; count++) page = fillRuns(1, page, 256 * count, 128, 1);
  assertEquals(count, 9, "seven islands and the zeros around them, then one more");
});

Deno.test("runs read back as bytes, and hash as bytes do", () => {
  const random = new Random(4);
  for (let round = 0; round < 60; round++) {
    let runs: number | ContentRuns = random.below(3);
    const bytes = new ContentBytes(1);
    fillPage(bytes, 0, 4096, runs);
    for (let fill = random.between(1, 12); fill > 0; fill--) {
      const words = random.between(1, 500);
      const first = random.below(1024 - words);
      const value = random.below(4);
      const filled = fillRuns(1, runs, 4 * first, 4 * words, value);
      if (filled === undefined) break;
      runs = filled;
      fillPage(bytes, 4 * first, 4 * words, value);
    }
    if (typeof runs === "number") continue;
    assertEquals([runs.hashLo, runs.hashHi], [bytes.hashLo, bytes.hashHi]);
    const lengthBytes = random.between(1, 2000);
    const offset = random.below(4096 - lengthBytes);
    const target = new Uint8Array(lengthBytes + 2);
    readRuns(runs, offset, target, 1, lengthBytes);
    assertEquals(target.subarray(1, -1), bytes.bytes.subarray(offset, offset + lengthBytes));
    assertEquals(valueAt(runs, offset >>> 2), bytes.bytes[offset]);
  }
  const whole = new ContentRuns(1, [0, 8], [5, 5]);
  assertEquals([whole.hashLo, whole.hashHi], [fillHashLo(5), fillHashHi(5)]);
});

Deno.test("forEachRun() visits the parts of a range", () => {
  const runs = new ContentRuns(1, [0, 100, 200], [0, 7, 0]);
  const visited: number[][] = [];
  forEachRun(runs, 50, 150, (...part) => visited.push(part));
  assertEquals(visited, [[50, 100, 0], [100, 150, 7]]);
});
