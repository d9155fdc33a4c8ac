/** Tests of 2Q. */
import { assertEquals } from "@std/assert";
import { faultCountOf, victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";
import { TwoQueue } from "./two_queue.ts";

/** The paper's algorithm over arrays; the oldest stands first. */
function naiveVictims(frameCount: number, pages: readonly number[]): number[] {
  const inLimit = Math.max(1, Math.floor(frameCount / 4));
  const outLimit = Math.max(1, Math.floor(frameCount / 2));
  const a1in: number[] = [];
  const a1out: number[] = [];
  const am: number[] = [];
  const victims: number[] = [];
  const reclaim = () => {
    if (a1in.length + am.length < frameCount) return;
    if (a1in.length > inLimit || am.length === 0) {
      victims.push(a1in[0]);
      a1out.push(a1in.shift()!);
      if (a1out.length > outLimit) a1out.shift();
    } else victims.push(am.shift()!);
  };
  for (const page of pages) {
    if (am.includes(page)) am.push(...am.splice(am.indexOf(page), 1));
    else if (a1out.includes(page)) {
      reclaim();
      if (a1out.includes(page)) a1out.splice(a1out.indexOf(page), 1);
      am.push(page);
    } else if (!a1in.includes(page)) {
      reclaim();
      a1in.push(page);
    }
  }
  return victims;
}

Deno.test("2q evicts as the paper's algorithm over arrays does", () => {
  for (const { pages, frameCount } of randomRuns(11, 400)) {
    const policy = new TwoQueue({ frameCount });
    assertEquals(victimsOf(policy, frameCount, pages), naiveVictims(frameCount, pages));
  }
});

Deno.test("2q keeps what came back through a long scan", () => {
  const kept = [1, 2, 3];
  const warm = [...kept, 4, 5, 6, 7, 8, 9, 10, 11, ...kept];
  const scan = Array.from({ length: 100 }, (_, number) => 100 + number);
  const faults = faultCountOf(new TwoQueue({ frameCount: 8 }), 8, [...warm, ...scan]);
  assertEquals(faultCountOf(new TwoQueue({ frameCount: 8 }), 8, [...warm, ...scan, ...kept]), faults);
});
