/**
 * The misuse of heaps that a log tells of, each with the events to rewind to: who allocated the block, who freed it, who
 * wrote over what was not theirs.
 *
 *      malloc ── free ── store ──▶ heapFault          fault, block, damagedAt
 *        └ allocated └ freed └ overwritten             found by number
 */

import type { AnyEvent } from "@palimpsest/kernel";
import type { LogView } from "../log_file/log_view.ts";
import { BlockHistories, type BlockLife, type LifeEvent } from "./block_histories.ts";
import { findWriter } from "./find_writer.ts";

/** One misuse. */
export interface HeapFaultStory {
  /** The number of the event that tells it. */
  readonly event: number;
  readonly process: number;
  readonly fault: string;
  /** The rest of the sentence. */
  readonly detail: string;
  /** What was passed to free(), or accessed. */
  readonly address: number;
  /** Where the program called, if that is known. */
  readonly site: string;
  /** The block that it is about: its address, number (0: not known) and size. */
  readonly block: number;
  readonly blockNumber: number;
  readonly sizeBytes?: number;
  /** The events of the block, as far as the log tells them. */
  readonly allocated?: LifeEvent;
  readonly freed?: LifeEvent;
  /** The event that wrote over what was not the program's. */
  readonly overwritten?: number;
}

/** Every misuse that a log tells of, in its order. `observe` is told how far the reading has come. */
export function heapFaults(view: LogView, observe: (event: number) => void = () => {}): HeapFaultStory[] {
  const histories = new BlockHistories();
  const stories: HeapFaultStory[] = [];
  for (const { number, event } of view.events()) {
    if (event.kind === "heapFault") stories.push(storyOf(view, histories, number, event));
    else histories.take(number, event);
    observe(number);
  }
  return stories;
}

function storyOf(view: LogView, histories: BlockHistories, number: number, event: AnyEvent): HeapFaultStory {
  const process = event.process as number;
  const block = event.blockAddress as number;
  const life = histories.lifeOf(process, block);
  const damagedAt = event.damagedAt as number;
  const overwritten = damagedAt === 0 ? undefined : findWriter(view, {
    lineage: histories.lineageOf(process),
    address: damagedAt,
    from: goodFrom(life),
    to: number - 1,
  });
  return {
    event: number,
    process,
    fault: event.fault as string,
    detail: event.detail as string,
    address: event.address as number,
    site: event.site as string,
    block,
    blockNumber: life?.block ?? event.block as number,
    ...(life === undefined ? {} : { sizeBytes: life.sizeBytes, allocated: life.allocated }),
    ...(life?.freed === undefined ? {} : { freed: life.freed }),
    ...(overwritten === undefined ? {} : { overwritten }),
  };
}

/** The last event after which what stands around a block was as the allocator wrote it. */
function goodFrom(life: BlockLife | undefined): number {
  return life?.freed?.event ?? life?.allocated.event ?? 0;
}
