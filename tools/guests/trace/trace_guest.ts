/**
 * A trace of allocator requests as a guest: `record TRACE.rep -o FILE.plog` keeps every step of the heap.
 */

import { startBareProcess } from "@palimpsest/libc";
import type { Machine, MachineConfig } from "@palimpsest/kernel";
import { allocatorNamed } from "../allocator_name.ts";
import { countEvents } from "../event_counts.ts";
import type { Guest, GuestKind, GuestReport } from "../guest.ts";
import { machineWith, type MemoryWishes } from "../memory_wishes.ts";
import { TRACE_MACHINE } from "./measure_trace.ts";
import { decodeTrace } from "./read_trace.ts";
import { TraceReplay } from "./replay_trace.ts";
import type { Trace } from "./trace.ts";

/** Lines of a trace before its first operation. */
const HEADER_LINES = 4;

/** Traces: files named *.rep and *.rep.gz. */
export const traceGuest: GuestKind = {
  what: "a trace of allocator requests (.rep, .rep.gz)",
  recognizes: (path) => /\.rep(\.gz)?$/.test(path),
  read: async (path, bytes, options) =>
    new TraceGuest(await decodeTrace(bytes, path), options?.allocator, options?.memory),
};

/** One trace, ready to run on an allocator; the default one when none is named. */
export class TraceGuest implements Guest {
  readonly title: string;
  readonly config: MachineConfig;

  /** A trace on the allocator of this name, in the memory that is wanted. */
  constructor(private readonly trace: Trace, private readonly allocator?: string, memory?: MemoryWishes) {
    this.config = machineWith(TRACE_MACHINE, memory);
    this.title = `the trace ${trace.name} on ${this.making.name}`;
  }

  private get making() {
    return allocatorNamed(this.allocator);
  }

  /** Replays it; what is verified are the blocks' contents. */
  run(machine: Machine, observe: (done: number, total: number) => void): GuestReport {
    const events = countEvents(machine);
    startBareProcess(machine);
    const { operations, errorCount, errors } = new TraceReplay(machine, this.trace, this.making).run(observe);
    return {
      events,
      checked: { "operations and what their blocks hold": operations },
      differedCount: errorCount,
      differences: errors.map(({ operation, sentence }) => ({
        line: operation + HEADER_LINES + 1,
        kind: "operations and what their blocks hold",
        what: sentence,
        expected: "as it was written",
        got: "something else",
      })),
      given: {},
      notes: [],
    };
  }
}
