/**
 * Two allocators on one trace, request by request beside each other: where their footprints part, and where they are
 * farthest apart.
 *
 *      pages │        ╭────── A                   parted    the first request after which they differ
 *            │  ──────┤   ╰── B                   farthest  the first of those after which they differ most
 *            └────────┴─────────▶ requests
 *
 *   FP1  A moment is shown as it is after its request, on machines that were brought there and no further.
 */

import { type AllocatorMaking, BARE_PID, boot, startBareProcess } from "@palimpsest/libc";
import { PAGE_SIZE } from "@palimpsest/kernel";
import { TRACE_MACHINE } from "../guests/trace/measure_trace.ts";
import { TraceReplay } from "../guests/trace/replay_trace.ts";
import { REQUEST, type Trace } from "../guests/trace/trace.ts";
import { pagePlaces, type PageRun } from "./page_places.ts";

/** Requests between two reports of how far the comparison has come. */
const OBSERVED_OPERATIONS = 4096;
/** Lines of a trace before its first request. */
const HEADER_LINES = 4;

/** Two footprints after one request. */
export interface PartingMoment {
  readonly what: "parted" | "farthest";
  /** The request's number, from 0; its line in the trace; and what it says there. */
  readonly operation: number;
  readonly line: number;
  readonly request: string;
  readonly liveBytes: number;
  /** Of the one and the other allocator. */
  readonly footprintBytes: readonly [number, number];
  readonly places: readonly [readonly PageRun[], readonly PageRun[]];
}

/** What two allocators did on a trace. */
export interface Parting {
  readonly trace: string;
  readonly allocators: readonly [string, string];
  /** Where they parted, and where they were farthest apart; none when they never parted. */
  readonly moments: readonly PartingMoment[];
}

/** Compares two allocators on a trace. */
export function findParting(
  trace: Trace,
  pair: readonly [AllocatorMaking, AllocatorMaking],
  observe: (done: number, total: number) => void = () => {},
): Parting {
  const [one, other] = pair.map((making) => startReplay(trace, making).replay);
  let parted = -1;
  let farthest = -1;
  let greatest = 0;
  for (let operation = 0; one.advance() && other.advance(); operation++) {
    const distance = Math.abs(one.footprint.pageCount - other.footprint.pageCount);
    if (distance > greatest) {
      greatest = distance;
      farthest = operation;
      if (parted < 0) parted = operation;
    }
    if (operation % OBSERVED_OPERATIONS === 0) observe(operation, trace.kinds.length);
  }
  const moments = [
    ...(parted < 0 ? [] : [momentAfter(trace, pair, parted, "parted" as const)]),
    ...(farthest === parted ? [] : [momentAfter(trace, pair, farthest, "farthest" as const)]),
  ];
  return { trace: trace.name, allocators: [pair[0].name, pair[1].name], moments };
}

/** A request as the trace's file has it. */
export function requestText({ kinds, ids, sizes, alignments }: Trace, operation: number): string {
  const [id, sizeBytes] = [ids[operation], sizes[operation]];
  switch (kinds[operation]) {
    case REQUEST.malloc:
      return `a ${id} ${sizeBytes}`;
    case REQUEST.calloc:
      return `c ${id} ${sizeBytes}`;
    case REQUEST.memalign:
      return `m ${id} ${alignments[operation]} ${sizeBytes}`;
    case REQUEST.realloc:
      return `r ${id} ${sizeBytes}`;
    default:
      return `f ${id}`;
  }
}

function startReplay(trace: Trace, making: AllocatorMaking) {
  const machine = boot(TRACE_MACHINE);
  startBareProcess(machine);
  return { machine, replay: new TraceReplay(machine, trace, making, { writesProbes: false }) };
}

function momentAfter(
  trace: Trace,
  pair: readonly [AllocatorMaking, AllocatorMaking],
  operation: number,
  what: PartingMoment["what"],
): PartingMoment {
  const [one, other] = pair.map((making) => {
    const { machine, replay } = startReplay(trace, making);
    while (replay.operationCount <= operation && replay.advance());
    const { liveBytes, footprint } = replay;
    const places = pagePlaces(replay, machine.state.spaceOf(BARE_PID));
    return { liveBytes, footprintBytes: footprint.pageCount * PAGE_SIZE, places };
  });
  return {
    what,
    operation,
    line: operation + HEADER_LINES + 1,
    request: requestText(trace, operation),
    liveBytes: one.liveBytes,
    footprintBytes: [one.footprintBytes, other.footprintBytes],
    places: [one.places, other.places],
  };
}
