/** Tests of least recently used. */
import { assert, assertEquals } from "@std/assert";
import { LeastRecentlyUsed } from "./lru.ts";
import { faultCountOf, victimsOf } from "./testing/reference_run.ts";
import { randomRuns, TEXTBOOK_STRING } from "./testing/reference_strings.ts";

const faultsOf = (frameCount: number, pages: readonly number[]) =>
  faultCountOf(new LeastRecentlyUsed({ frameCount }), frameCount, pages);

function naiveVictims(frameCount: number, pages: readonly number[]): number[] {
  const stack: number[] = [];
  const victims: number[] = [];
  for (const page of pages) {
    const at = stack.indexOf(page);
    if (at >= 0) stack.splice(at, 1);
    else if (stack.length === frameCount) victims.push(stack.shift()!);
    stack.push(page);
  }
  return victims;
}

Deno.test("lru takes the textbook's 12 faults", () => {
  assertEquals(faultsOf(3, TEXTBOOK_STRING), 12);
});

Deno.test("lru evicts as a plain stack does", () => {
  for (const { pages, frameCount } of randomRuns(2, 200)) {
    const policy = new LeastRecentlyUsed({ frameCount });
    assertEquals(victimsOf(policy, frameCount, pages), naiveVictims(frameCount, pages));
  }
});

Deno.test("lru never faults more with one frame more", () => {
  for (const { pages, frameCount } of randomRuns(3, 200)) {
    assert(faultsOf(frameCount + 1, pages) <= faultsOf(frameCount, pages));
  }
});
