/** Tests of conformance: every recorded answer of the real kernel is the simulated one. */
import { assertEquals } from "@std/assert";
import { readCorpus } from "../guests/script/corpus.ts";
import { printDifference } from "../oracle/compare.ts";
import { judgeScript } from "./conformance.ts";

for (const corpus of ["random", "curated", "swap", "slots", "pageout", "found"]) {
  Deno.test(`the ${corpus} scripts have the real kernel's answers, without a difference`, async (t) => {
    const entries = await readCorpus(new URL(`../testdata/conform/${corpus}.ndjson.gz`, import.meta.url));
    for (const { name, script, answer } of entries) {
      await t.step(name, () => {
        const result = judgeScript({ name, script, wanted: answer });
        assertEquals(result.differences.map(printDifference), []);
        assertEquals(result.differenceCount, 0);
      });
    }
  });
}

Deno.test("a script without an answer is run and not compared", () => {
  const result = judgeScript({ name: "x.mm", script: "a = mmap len=0x1000\ntouch w a\n" });
  assertEquals([result.compared, result.recordCount, result.differenceCount], [false, 2, 0]);
});

Deno.test("a difference is counted and told with its line", () => {
  const script = "a = mmap len=0x1000\ntouch w a\n";
  const { answer } = judgeScript({ name: "x.mm", script });
  const result = judgeScript({ name: "x.mm", script, wanted: answer.replace('"min":1', '"min":2') });
  assertEquals(result.differences.map(({ lineNumber, key, wanted, got }) => [lineNumber, key, wanted, got]), [
    [2, "min", "2", "1"],
  ]);
});
