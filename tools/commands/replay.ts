/**
 * `replay FILE.plog`: folds a log from its first event to its last, and verifies the digests in it on the way.
 */

import { defineCommand } from "../command_line/command.ts";
import { CheckFailed, exitStatus } from "../command_line/failure.ts";
import { Folding, LogView } from "../log_file/log_view.ts";

/** What a replay found. */
export interface Replay {
  readonly events: number;
  /** The digest of the state at the end. */
  readonly digest: string;
  /** Whether every digest in the log is that of the fold. */
  readonly verified: boolean;
  readonly eventsPerSecond: number;
  /** What is wrong with the log, in a sentence. */
  readonly damage?: string;
}

/** The command. */
export const replay = defineCommand({
  name: "replay",
  summary: "folds a log and verifies its digests",
  description: [
    "The state is rebuilt from the log alone: nothing is decided again. The log carries the digest of the state at " +
    "the end of every block; all must be those of the fold. The exit status is 1 when one is not, or when the log " +
    "is damaged or was not closed.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to fold" } },
  examples: [{ command: "replay out/cat.plog", says: "folds the log of cat" }],
  run({ operands, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { mayBeEmpty: true });
    const found = replayLog(view, (done, total) => progress.report("replaying", done, total));
    progress.clear();
    if (json) printJson(found);
    else for (const line of replayLines(operands.log, found)) print(line);
    if (found.damage !== undefined) warn(`replay: ${found.damage}`);
    return found.verified && found.damage === undefined ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** Folds a log block by block; each block's digest is compared. */
export function replayLog(view: LogView, observe: (done: number, total: number) => void = () => {}): Replay {
  const { blocks, eventCount } = view.log;
  const fold = new Folding(view);
  const clock = performance.now();
  let damage = view.damage;
  let verified = true;
  for (let block = 0; block < blocks.blockCount && verified; block++) {
    try {
      fold.block(block);
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error;
      damage = error.message;
      verified = false;
      break;
    }
    const { lo, hi } = fold.state.digest;
    verified = lo >>> 0 === blocks.digestLo[block] && hi >>> 0 === blocks.digestHi[block];
    if (!verified) damage = differenceWords(blocks.firstEvent[block], fold.eventCount - 1);
    observe(fold.eventCount, eventCount);
  }
  const milliseconds = performance.now() - clock;
  const events = fold.eventCount;
  const rate = verified && events > 0 ? warmRate(view, milliseconds) : events / milliseconds;
  const eventsPerSecond = Math.round(1000 * rate);
  return {
    events,
    digest: fold.state.digest.toHex(),
    verified,
    eventsPerSecond,
    ...(damage ? { damage } : {}),
  };
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
    const clock = performance.now();
    const fold = new Folding(view);
    for (let block = 0; block < view.log.blocks.blockCount; block++) fold.block(block);
    const milliseconds = performance.now() - clock;
    total += Math.max(milliseconds, 0.1);
    quickest = Math.min(quickest, milliseconds);
  }
  return view.log.eventCount / Math.max(quickest, 0.001);
}

function differenceWords(first: number, last: number): string {
  return `The log says another digest than the fold has, after events ${first} to ${last}.`;
}

function replayLines(path: string, found: Replay): string[] {
  const rate = found.eventsPerSecond.toLocaleString("en-US");
  const verdict = found.verified ? "every digest is the log's" : "the digests differ";
  return [
    `Replayed ${found.events.toLocaleString("en-US")} events of ${path}: ${verdict}.`,
    `The state at the end has the digest ${found.digest}; ${rate} events a second.`,
  ];
}
