/**
 * The telling moments of a run, found by looking at its events: a new image, a copy on write, the last moment.
 */

import {
  type AnyEvent,
  FAULT_ACCESS,
  isPresent,
  isWritable,
  MAPS,
  pteFrame,
  type State,
} from "@palimpsest/kernel";
import type { LogView } from "../log_file/log_view.ts";

/** Numbers of the telling events of a log. */
export interface Moments {
  /** The first program's image is there. */
  readonly afterExec: number;
  /** A write to a page that two processes share: one of them gets a copy. */
  readonly copyOnWrite: number;
  /** The last event before the first process ends. */
  readonly beforeExit: number;
}

/** Finds the moments; undefined when the log lacks one of them. */
export function findMoments(view: LogView): Moments | undefined {
  let afterExec: number | undefined;
  let copyOnWrite: number | undefined;
  let beforeExit: number | undefined;
  let hasForked = false;
  let firstProcess: unknown;
  for (const { number, event } of view.events()) {
    if (isExec(event)) afterExec ??= number;
    if (afterExec === number) firstProcess = event.process;
    hasForked ||= ["clone", "fork", "vfork"].includes(event.kind);
    if (hasForked && isCopyOnWrite(event)) copyOnWrite ??= number;
    if (event.kind.startsWith("exit") && event.process === firstProcess) beforeExit ??= number - 1;
  }
  if (afterExec === undefined || copyOnWrite === undefined || beforeExit === undefined) return undefined;
  return { afterExec, copyOnWrite, beforeExit };
}

function isExec(event: AnyEvent): boolean {
  return event.kind === "given" && event.name === "execve";
}

/** A user's write to a present page that was answered with a copy. */
function isCopyOnWrite(event: AnyEvent): boolean {
  const wanted = FAULT_ACCESS.write | FAULT_ACCESS.protection;
  return event.kind === "fault" && event.access === wanted &&
    event.effects.some(({ kind }) => kind === "pageCopy");
}

/** Where a page lies in one process. */
export interface PageView {
  readonly pid: number;
  readonly frame: number;
  readonly isWritable: boolean;
  readonly mapped: number;
}

/** Where a page lies in every process that has it. */
export function viewsOfPage(state: State, page: number): PageView[] {
  const views: PageView[] = [];
  for (const [pid, { space }] of state.processes.entries()) {
    const pte = space === 0 ? 0 : state.space(space).pte(page);
    if (!isPresent(pte)) continue;
    const frame = pteFrame(pte);
    views.push({ pid, frame, isWritable: isWritable(pte), mapped: state.frameWord(frame, MAPS) });
  }
  return views;
}
