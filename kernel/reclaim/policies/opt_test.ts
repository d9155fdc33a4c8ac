/** Tests of Belady's optimal policy. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../../assert.ts";
import { nextUsesOf, Optimal } from "./opt.ts";
import { faultCountOf } from "./testing/reference_run.ts";
import { randomRuns, TEXTBOOK_STRING } from "./testing/reference_strings.ts";

const faultsOf = (frameCount: number, pages: readonly number[]) =>
  faultCountOf(new Optimal({ frameCount, nextUses: nextUsesOf(pages, 64) }), frameCount, pages);

/** The fewest faults possible, by trying every victim: for very short strings. */
function fewestFaults(frameCount: number, pages: readonly number[], held: readonly number[] = []): number {
  if (pages.length === 0) return 0;
  const [page, ...rest] = pages;
  if (held.includes(page)) return fewestFaults(frameCount, rest, held);
  if (held.length < frameCount) return 1 + fewestFaults(frameCount, rest, [...held, page]);
  const choices = held.map((victim) => [...held.filter((other) => other !== victim), page]);
  return 1 + Math.min(...choices.map((choice) => fewestFaults(frameCount, rest, choice)));
}

Deno.test("opt takes the textbook's 9 faults", () => {
  assertEquals(faultsOf(3, TEXTBOOK_STRING), 9);
});

Deno.test("opt faults as seldom as trying every victim shows to be possible", () => {
  for (const { pages } of randomRuns(9, 60)) {
    const short = pages.slice(0, 12).map((page) => page % 6);
    for (const frameCount of [1, 2, 3]) {
      assertEquals(faultsOf(frameCount, short), fewestFaults(frameCount, short));
    }
  }
});

Deno.test("opt never faults more with one frame more", () => {
  for (const { pages, frameCount } of randomRuns(10, 200)) {
    assert(faultsOf(frameCount + 1, pages) <= faultsOf(frameCount, pages));
  }
});

Deno.test("nextUsesOf() names the next reference to the same page, or the end", () => {
  assertEquals([...nextUsesOf([0, 1, 0, 2, 1], 3)], [2, 4, 5, 5, 5]);
  assertThrows(() => new Optimal({ frameCount: 3 }), KernelAssertion, "next use");
});
