/** Tests of first in, first out. */
import { assertEquals } from "@std/assert";
import { Fifo } from "./fifo.ts";
import { faultCountOf, victimsOf } from "./testing/reference_run.ts";
import { ANOMALY_STRING, randomRuns, TEXTBOOK_STRING } from "./testing/reference_strings.ts";

function naiveVictims(frameCount: number, pages: readonly number[]): number[] {
  const queue: number[] = [];
  const victims: number[] = [];
  for (const page of pages) {
    if (queue.includes(page)) continue;
    if (queue.length === frameCount) victims.push(queue.shift()!);
    queue.push(page);
  }
  return victims;
}

Deno.test("fifo takes the textbook's 15 faults", () => {
  assertEquals(faultCountOf(new Fifo({ frameCount: 3 }), 3, TEXTBOOK_STRING), 15);
});

Deno.test("fifo shows Belady's anomaly: 9 faults with 3 frames, 10 with 4", () => {
  assertEquals(
    [3, 4].map((frameCount) => faultCountOf(new Fifo({ frameCount }), frameCount, ANOMALY_STRING)),
    [
      9,
      10,
    ],
  );
});

Deno.test("fifo evicts as a plain queue does", () => {
  for (const { pages, frameCount } of randomRuns(1, 200)) {
    assertEquals(victimsOf(new Fifo({ frameCount }), frameCount, pages), naiveVictims(frameCount, pages));
  }
});
