/**
 * Misuse of the heap, in words.
 *
 *     double free of block 3 at 0x555555556010 (100 bytes) in process 100: it is free already (mine.ts:9)
 *       allocated    event 14   malloc at mine.ts:5
 *       freed        event 18   free at mine.ts:8
 *       found        event 21
 *       to see the heap before it: deno task rewind out/mine.plog --to 20
 */

import { hex } from "@palimpsest/kernel";
import type { LifeEvent } from "./block_histories.ts";
import type { HeapFaultStory } from "./heap_faults.ts";

/** Places that leaked and are named one by one. */
const LEAK_PLACES = 10;

/** The stories as lines; leaks are added up by the place that allocated. */
export function heapFaultLines(stories: readonly HeapFaultStory[], log: string): string[] {
  const leaks = stories.filter(({ fault }) => fault === "leak");
  const others = stories.filter(({ fault }) => fault !== "leak");
  return [...others.flatMap((story) => storyLines(story, log)), ...leakLines(leaks)];
}

function storyLines(story: HeapFaultStory, log: string): string[] {
  const { event, fault, process, detail, site, allocated, freed, overwritten } = story;
  const words = detail === "" ? "" : `: ${detail}`;
  const where = site === "" ? "" : ` (${site})`;
  const rows = [
    ...lifeRow("allocated", allocated),
    ...lifeRow("freed", freed),
    ...(overwritten === undefined ? [] : [row("overwritten", overwritten, "the last store there")]),
    row("found", event, ""),
  ];
  const before = (overwritten ?? freed?.event ?? event) - 1;
  return [
    `${fault} of ${blockWords(story)} in process ${process}${words}${where}`,
    ...rows,
    `  to see the heap before it: deno task rewind ${log} --to ${before}`,
  ];
}

function blockWords({ block, blockNumber, sizeBytes }: HeapFaultStory): string {
  const name = blockNumber === 0 ? hex(block) : `block ${blockNumber} at ${hex(block)}`;
  return sizeBytes === undefined ? name : `${name} (${sizeBytes} bytes)`;
}

function lifeRow(name: string, life: LifeEvent | undefined): string[] {
  if (life === undefined) return [];
  return [row(name, life.event, life.site === "" ? life.kind : `${life.kind} at ${life.site}`)];
}

function row(name: string, event: number, words: string): string {
  return `  ${name.padEnd(13)}event ${event}   ${words}`.trimEnd();
}

function leakLines(leaks: readonly HeapFaultStory[]): string[] {
  if (leaks.length === 0) return [];
  const places = new Map<string, { blocks: number; bytes: number; first: number }>();
  for (const { allocated, sizeBytes = 0, event } of leaks) {
    const site = allocated?.site || "a place that is not known (--sites tells it)";
    const place = places.get(site) ?? { blocks: 0, bytes: 0, first: allocated?.event ?? event };
    places.set(site, { ...place, blocks: place.blocks + 1, bytes: place.bytes + sizeBytes });
  }
  const rows = [...places].sort(([, one], [, other]) => other.bytes - one.bytes);
  const total = leaks.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  return [
    `leak: ${total} bytes in ${leaks.length} blocks were never freed`,
    ...rows.slice(0, LEAK_PLACES).map(([site, { blocks, bytes, first }]) =>
      `  ${bytes} bytes in ${blocks} blocks from ${site}, first by event ${first}`
    ),
    ...(rows.length > LEAK_PLACES ? [`  … and ${rows.length - LEAK_PLACES} more places`] : []),
  ];
}
