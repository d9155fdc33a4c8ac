/**
 * A random run that was recorded: its log, and the digest that the live machine had after each event.
 */

import { kernelPart, System } from "../../compose.ts";
import { type OpenedLog, openLog } from "../../log/reader.ts";
import { LogWriter } from "../../log/writer.ts";
import { RandomRun } from "../../testing/random_run.ts";

/** The system that records, and that replays. */
export const system = new System([kernelPart]);

const CONFIG = { frameCount: 2000, ramPages: 2000, swapSlotCount: 256 };

/** A log, and what is true of it. */
export interface RecordedRun {
  readonly log: OpenedLog;
  /** The live digest after each event, by its number. */
  readonly digests: readonly string[];
}

/** Records a random run of about `eventCount` events, in many short blocks. */
export function recordRun(seed: number, eventCount: number, blockPayloadBytes = 2000): RecordedRun {
  const bytes: number[] = [];
  const digests: string[] = [];
  const log = new LogWriter((chunk) => bytes.push(...chunk), { blockPayloadBytes });
  log.header(new TextEncoder().encode(JSON.stringify(CONFIG)));
  const machine = system.boot(CONFIG, log);
  digests.push(machine.state.digest.toHex());
  machine.observer = { event: () => void digests.push(machine.state.digest.toHex()) };
  new RandomRun(machine, seed).runTo(eventCount);
  log.close();
  return { log: openLog(Uint8Array.from(bytes)), digests };
}
