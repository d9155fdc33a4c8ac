/**
 * `replay FILE.plog`: folds a log from its first event to its last, and verifies the digests in it on the way.
 */

import { defineCommand } from "../command_line/command.ts";
import { Digest, Timeline, TimelineError } from "@palimpsest/kernel";
import { exitStatus } from "../command_line/failure.ts";
import { Interrupted, Interruption } from "../command_line/interruption.ts";
import { LogView } from "../log_file/log_view.ts";
import { budgetBytesOf } from "../log_file/memory_option.ts";

/** What a replay found. */
export interface Replay {
  readonly events: number;
  /** The digest of the state at the end. */
  readonly digest: string;
  /** Whether the log is whole, and every digest in it is that of the fold. */
  readonly verified: boolean;
  /** Whether the digests of the events that were folded are. */
  readonly digestsAgree: boolean;
  readonly eventsPerSecond: number;
  /** What is wrong with the log, in a sentence that begins with its name. */
  readonly damage?: string;
  /** How many checkpoints were kept, and the bytes that they take, when that was asked for. */
  readonly checkpoints?: { readonly count: number; readonly bytes: number };
}

/** How a log is replayed. */
export interface ReplayOptions {
  /** Keeps checkpoints within so many bytes; none unless told. */
  readonly budgetBytes?: number;
  /** Told how many events of how many were folded; what it throws ends the replay. */
  readonly observe?: (done: number, total: number) => void;
}

/** The command. */
export const replay = defineCommand({
  name: "replay",
  summary: "folds a log and verifies its digests",
  description: [
    "The state is rebuilt from the log alone: nothing is decided again. The log carries the digest of the state at " +
    "the end of every block; all must be those of the fold. The exit status is 1 when one is not, or when the log " +
    "is damaged or was not closed. Control-C ends the replay, and tells how far the digests were right.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to fold" } },
  options: {
    memory: {
      kind: "whole",
      label: "MIB",
      minimum: 1,
      maximum: 1_000_000,
      help: "make a timeline's checkpoints too, within so many MiB",
    },
  },
  examples: [
    { command: "replay out/cat.plog", says: "folds the log of cat" },
    { command: "replay out/cat.plog --memory 64", says: "and makes the checkpoints that fit into 64 MiB" },
  ],
  async run({ operands, options: { memory }, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { mayBeEmpty: true });
    using interruption = await Interruption.watch();
    const found = replayLog(view, {
      ...(memory === undefined ? {} : { budgetBytes: budgetBytesOf({ memory }) }),
      observe: (done, total) => {
        interruption.check();
        progress.report("replaying", done, total);
      },
    });
    progress.clear();
    if (json) printJson(found);
    else for (const line of replayLines(operands.log, found)) print(line);
    if (found.damage !== undefined) warn(`replay: ${found.damage}`);
    return found.verified ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** Folds a log; the digest of each block is compared with the fold's. */
export function replayLog(view: LogView, { budgetBytes, observe }: ReplayOptions = {}): Replay {
  const { eventCount } = view.log;
  if (eventCount === 0) {
    const damage = view.damage ?? `${view.path}: The log has no event, not even the boot of the machine.`;
    const digest = new Digest().toHex();
    return { events: 0, digest, verified: false, digestsAgree: true, eventsPerSecond: 0, damage };
  }
  const timeline = budgetBytes === undefined ? foldOnly(view) : openWithin(view, budgetBytes);
  const clock = performance.now();
  let failure: string | undefined;
  let isMistaken = false;
  try {
    timeline.replayAll((event) => observe?.(event + 1, eventCount));
  } catch (error) {
    failure = failureSentence(view, timeline, error);
    isMistaken = error instanceof TimelineError;
  }
  const milliseconds = performance.now() - clock;
  const { event, digest } = timeline.folded;
  const events = event + 1;
  const isWarm = failure !== undefined || budgetBytes !== undefined;
  const rate = isWarm ? events / Math.max(milliseconds, 0.001) : warmRate(view, milliseconds);
  const damage = failure ?? view.damage;
  const { checkpointCount: count, checkpointBytes: bytes } = timeline.memory;
  return {
    events,
    digest,
    verified: damage === undefined,
    digestsAgree: !isMistaken,
    eventsPerSecond: Math.round(1000 * rate),
    ...(damage === undefined ? {} : { damage }),
    ...(budgetBytes === undefined ? {} : { checkpoints: { count, bytes } }),
  };
}

/** Why a replay did not come to the end. */
function failureSentence({ path, log }: LogView, { folded }: Timeline, error: unknown): string {
  if (error instanceof TimelineError) return `${path}: ${error.message}`;
  if (!(error instanceof Interrupted)) throw error;
  const [done, total] = [folded.event + 1, log.eventCount].map((count) => count.toLocaleString("en-US"));
  return `${path}: Replay was interrupted after ${done} of ${total} events; so far the digests are the log's.`;
}

/** A timeline that keeps checkpoints. */
function openWithin({ log, system }: LogView, budgetBytes: number): Timeline {
  return Timeline.open(log, system, { budgetBytes });
}

/** A timeline that keeps no checkpoints: what is measured is the fold. */
function foldOnly(view: LogView): Timeline {
  return Timeline.open(view.log, view.system, { spacingWork: Infinity });
}

/** Folding for this long has been compiled by the runtime, and is long enough for the clock. */
const WARM_MILLISECONDS = 150;

/**
 * Events a millisecond of a whole fold. A log that was folded in less than the runtime needs to get going is folded
 * again and again; the quickest counts, for the others were disturbed.
 */
function warmRate(view: LogView, firstMilliseconds: number): number {
  let quickest = firstMilliseconds;
  for (let total = firstMilliseconds; total < WARM_MILLISECONDS;) {
    const timeline = foldOnly(view);
    const clock = performance.now();
    timeline.replayAll();
    const milliseconds = performance.now() - clock;
    total += Math.max(milliseconds, 0.1);
    quickest = Math.min(quickest, milliseconds);
  }
  return view.log.eventCount / Math.max(quickest, 0.001);
}

function replayLines(path: string, found: Replay): string[] {
  const { events, digest, eventsPerSecond, checkpoints } = found;
  const rate = eventsPerSecond.toLocaleString("en-US");
  return [
    `Replayed ${events.toLocaleString("en-US")} events of ${path}: ${verdictOf(found)}.`,
    ...(events === 0 ? [] : [`The state at the end has the digest ${digest}; ${rate} events a second.`]),
    ...(checkpoints === undefined ? [] : [checkpointsLine(checkpoints)]),
  ];
}

function verdictOf({ events, verified, digestsAgree }: Replay): string {
  if (verified) return "every digest is the log's";
  if (!digestsAgree) return "the log is not right";
  return events === 0
    ? "there is no whole one"
    : "so far every digest is the log's, but that is not all of it";
}

function checkpointsLine({ count, bytes }: { readonly count: number; readonly bytes: number }): string {
  return `${count.toLocaleString("en-US")} checkpoints were kept; they take ${
    (bytes / 2 ** 20).toFixed(1)
  } MiB.`;
}
