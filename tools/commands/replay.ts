/**
 * `replay FILE.plog`: folds a log from its first event to its last, and verifies the digests in it on the way.
 */

import { defineCommand } from "../command_line/command.ts";
import { Digest, Timeline, TimelineError } from "@palimpsest/kernel";
import { exitStatus } from "../command_line/failure.ts";
import { LogView } from "../log_file/log_view.ts";

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

/** Folds a log; the digest of each block is compared with the fold's. */
export function replayLog(view: LogView, observe: (done: number, total: number) => void = () => {}): Replay {
  const { eventCount } = view.log;
  if (eventCount === 0) {
    const nothing = { events: 0, digest: new Digest().toHex(), verified: true, eventsPerSecond: 0 };
    return view.damage === undefined ? nothing : { ...nothing, damage: view.damage };
  }
  const timeline = foldOnly(view);
  const clock = performance.now();
  let failure: string | undefined;
  try {
    timeline.replayAll((event) => observe(event + 1, eventCount));
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    failure = error.message;
  }
  const milliseconds = performance.now() - clock;
  const { event, digest } = timeline.folded;
  const events = event + 1;
  const rate = failure === undefined ? warmRate(view, milliseconds) : events / Math.max(milliseconds, 0.001);
  const damage = failure ?? view.damage;
  return {
    events,
    digest,
    verified: failure === undefined,
    eventsPerSecond: Math.round(1000 * rate),
    ...(damage === undefined ? {} : { damage }),
  };
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
  const rate = found.eventsPerSecond.toLocaleString("en-US");
  const verdict = found.verified ? "every digest is the log's" : "the digests differ";
  return [
    `Replayed ${found.events.toLocaleString("en-US")} events of ${path}: ${verdict}.`,
    `The state at the end has the digest ${found.digest}; ${rate} events a second.`,
  ];
}
