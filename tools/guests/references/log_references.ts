/**
 * The references in a log: its access events, and the faults of accesses whose page was not there.
 *
 *   LR1  A page is known by what it holds (its place in its file or in its anonymous memory), not by where it is mapped:
 *        processes that share a page share its references. The zero page takes no memory and is left out.
 *   LR2  A log whose accesses were not recorded is refused: its faults alone do not tell in which order pages were used.
 */

import {
  type AnyRecord,
  Decoder,
  FAULT_ACCESS,
  FAULT_OUTCOME,
  isPresent,
  isZeroPage,
  nameOfPage,
  payloadOfBlock,
  pteFrame,
  State,
} from "@palimpsest/kernel";
import { UserError } from "../../command_line/failure.ts";
import type { LogView } from "../../log_file/log_view.ts";
import type { ReferenceSink } from "./reference_sink.ts";

/**
 * Gives the references of a log to a sink.
 *
 * @param progress Told how many events were folded so far.
 * @returns What is to be said of the log, in sentences.
 * @throws {UserError} The log has no references.
 */
export function readLogReferences(
  view: LogView,
  sink: ReferenceSink,
  progress: (eventCount: number) => void = () => {},
): string[] {
  const { fold, codec } = view.system;
  const state = State.empty(view.config.frameCount);
  state.slices = fold.newSlices(state.epoch);
  const decoder = new Decoder(codec);
  let header: AnyRecord = { kind: "" };
  let accessCount = 0;
  const target = {
    begin: (record: unknown) => void (header = record as AnyRecord),
    effect: (effect: unknown, id: number) => fold.byId[id](state, effect),
    end: (outcome: unknown) => {
      fold.endEvent(state, header, outcome as AnyRecord);
      if (header.kind === "access") accessCount++;
      giveReferences(state, header, outcome as AnyRecord, sink);
    },
  };
  for (let block = 0; block < view.log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(view.log, block));
    while (decoder.next(target));
    progress(state.eventCount);
  }
  if (accessCount === 0) refuse(view.path);
  return view.damage === undefined ? [] : [view.damage];
}

/** Gives the references that an event is to a sink; `state` is as the event left it. */
export function giveReferences(
  state: State,
  header: AnyRecord,
  outcome: AnyRecord,
  sink: ReferenceSink,
): void {
  const { process, page } = header as unknown as { process: number; page: number };
  if (header.kind === "access") {
    const { count, write } = header as unknown as { count: number; write: boolean };
    for (let at = page; at < page + count; at++) giveOne(state, process, at, write, sink);
  } else if (header.kind === "fault") {
    const result = outcome.result as number;
    if (result !== FAULT_OUTCOME.minor && result !== FAULT_OUTCOME.major) return;
    giveOne(state, process, page, ((header.access as number) & FAULT_ACCESS.write) !== 0, sink);
  }
}

function giveOne(state: State, process: number, page: number, isWrite: boolean, sink: ReferenceSink): void {
  const pte = state.spaceOf(process).pte(page);
  if (isPresent(pte) && !isZeroPage(pte)) sink.reference(nameOfPage(state, pteFrame(pte)), isWrite);
}

function refuse(path: string): never {
  throw new UserError(
    `${path} has no references: the log does not tell in which order pages were used, only where they faulted. ` +
      "Record the guest again with --accesses (a program, a script or a trace; a recording has no more than its " +
      "faults), or trace the program with valgrind's lackey.",
  );
}
