/**
 * Running a program for a test: its output and its events, and the proof that its log is as logs must be.
 *
 *   OP1  The program runs twice; the two logs are the same bytes.
 *   OP2  The log is replayed; the state has the live digest, and is sound.
 *   OP3  The log is rewound to some events, from the last back: each state is the one that the way forward had, and is
 *        sound.
 */

import { assertEquals } from "@std/assert";
import {
  type AnyEvent,
  Decoder,
  FAULT_OUTCOME,
  LogWriter,
  type MachineConfig,
  openLog,
  pageOf,
  pagesSpanning,
  payloadOfBlock,
  State,
  Timeline,
} from "@palimpsest/kernel";
import { checkState } from "@palimpsest/kernel";
import { system } from "../boot.ts";
import type { Program } from "../runtime/program.ts";
import { type BootOptions, machineOf, runProgram, type RunResult } from "../runtime/run_program.ts";

/** A run, its events, and what they amount to. */
export interface ObservedRun extends RunResult {
  readonly events: readonly AnyEvent[];
  /** The output in lines, without the last newline. */
  readonly lines: readonly string[];
}

const parts = system();

/** Runs a program and checks its log. */
export function observeProgram(program: Program, options: BootOptions = {}): ObservedRun {
  const first = runLogged(program, options);
  const second = runLogged(program, options);
  assertEquals(first.log, second.log, "two runs make the same log");
  const { state, events, moments } = replay(first.log, options.config ?? machineOf(program));
  assertEquals(
    state.digest.toHex(),
    first.run.machine.state.digest.toHex(),
    "the replayed state is the live one",
  );
  checkState(state);
  rewind(first.log, moments);
  return { ...first.run, events, lines: first.run.output.replace(/\n$/, "").split("\n") };
}

function runLogged(program: Program, options: BootOptions): { run: RunResult; log: Uint8Array } {
  const chunks: Uint8Array[] = [];
  const log = new LogWriter((bytes) => chunks.push(bytes.slice()));
  log.header(new TextEncoder().encode(JSON.stringify(options.config ?? machineOf(program))));
  const run = runProgram(program, { ...options, log });
  log.close();
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return { run, log: whole };
}

/** Goes back to each moment, the last first (OP3). */
function rewind(bytes: Uint8Array, moments: readonly Moment[]): void {
  const timeline = Timeline.open(openLog(bytes), parts);
  for (const { event, digest } of moments.toReversed()) {
    const { state } = timeline.seek(event);
    assertEquals(
      state.digest.toHex(),
      digest,
      `the state after event ${event} is the one of the way forward`,
    );
    checkState(state);
  }
}

/** The digest after an event. */
interface Moment {
  readonly event: number;
  readonly digest: string;
}

/** What a log folds to: the last state, the events, and the digests at some of them. */
interface Replayed {
  readonly state: State;
  readonly events: AnyEvent[];
  readonly moments: readonly Moment[];
}

/** Events that are rewound to: so many parts of the log. */
const REWOUND_PARTS = 5;

function replay(bytes: Uint8Array, config: MachineConfig): Replayed {
  const log = openLog(bytes);
  const moments: Moment[] = [];
  const spacing = Math.max(1, Math.floor(log.eventCount / REWOUND_PARTS));
  const state = State.empty(config.frameCount);
  state.slices = parts.fold.newSlices(state.epoch);
  const decoder = new Decoder(parts.codec);
  const events: AnyEvent[] = [];
  for (let block = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    for (;;) {
      const event = decoder.nextEvent() as AnyEvent | undefined;
      if (event === undefined) break;
      for (const effect of event.effects) parts.fold.reduce(state, effect);
      parts.fold.endEvent(state, event, event);
      events.push(event);
      if (events.length % spacing !== 0) continue;
      moments.push({ event: events.length - 1, digest: state.digest.toHex() });
    }
  }
  return { state, events, moments };
}

/** Events of one kind; for calls, whole ones and the first parts of those that were split. */
export function eventsOf(run: ObservedRun, kind: string): AnyEvent[] {
  return run.events.filter((event) => event.kind === kind && event.resumed !== true);
}

/** How many events of each of some kinds there were. */
export function countsOf(run: ObservedRun, ...kinds: readonly string[]): Record<string, number> {
  return Object.fromEntries(kinds.map((kind) => [kind, eventsOf(run, kind).length]));
}

/** The kinds of an event's effects, in order. */
export function effectKinds({ effects }: AnyEvent): string[] {
  return effects.map(({ kind }) => kind);
}

/** Page faults of a process on the pages of a range of addresses, in order: what each did, or its signal. */
export function faultsIn(run: ObservedRun, pid: number, address: number, lengthBytes: number): string[] {
  const first = pageOf(address);
  const end = pagesSpanning(address + lengthBytes);
  return eventsOf(run, "fault")
    .filter(({ process, page }) => process === pid && (page as number) >= first && (page as number) < end)
    .map((event) => SIGNALS[event.result as number] ?? effectKinds(event).at(-1)!);
}

const SIGNALS: Readonly<Record<number, string>> = {
  [FAULT_OUTCOME.segvMapErr]: "SEGV_MAPERR",
  [FAULT_OUTCOME.segvAccErr]: "SEGV_ACCERR",
  [FAULT_OUTCOME.busAdrErr]: "BUS_ADRERR",
};

/** What the first call of a name returned. */
export function resultOf(run: ObservedRun, name: string, index = 0): number {
  return eventsOf(run, name)[index].result as number;
}
