/** Test of the program malloc_against_mmap. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram } from "../testing/observe_program.ts";
import { mallocAgainstMmap } from "./malloc_against_mmap.ts";

Deno.test("malloc_against_mmap: a page, two calls and a fault for each block, or a few for all", () => {
  const run = observeProgram(mallocAgainstMmap);
  const [mallocFigures, mmapFigures] = run.lines.slice(1).map((line) => line.match(/\d+/g)!.map(Number));
  const [calls, faults, wastedKiB, givenKiB, microseconds] = mmapFigures;
  assertEquals([calls, faults, givenKiB], [20_000, 10_000, 40_000]);
  assertEquals(wastedKiB, Math.floor((10_000 * (4096 - 100)) / 1024));
  assertEquals(microseconds, (20_000 * 300 + 10_000 * 500) / 1000, "the stated cost model");
  const isLess = mallocFigures.map((figure, index) => figure < mmapFigures[index] / 10);
  assertEquals(isLess, [true, true, true, true, true]);
  assertEquals(countsOf(run, "malloc", "free"), { malloc: 10_000, free: 10_000 });
});
