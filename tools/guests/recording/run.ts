/**
 * A run of a recording, as its parts see it: the machine, what was checked, and who is who.
 *
 *   RU1  Nothing that a recording asks reaches the machine: parts pass arguments and given results in, and compare what
 *        comes out.
 *   RU2  Faults are seen through the machine's observer; a part that looks at them empties the list first (watchFaults).
 */

import { FAULT_ACCESS, FAULT_OUTCOME, type Machine } from "@palimpsest/kernel";
import { Checks } from "./checks.ts";
import { passedOver } from "./ending_order.ts";
import type { CallRecord, DeadRecord, FaultRecord, Recording } from "./record.ts";
import { recordingError } from "./record_fields.ts";

/** The pid of p0; p1 is the next, and so on, as the kernel numbers children. */
export const FIRST_PID = 1;

/** A fault that the machine took. */
export interface SeenFault {
  readonly process: number;
  readonly page: number;
  readonly isWrite: boolean;
  readonly isExecute: boolean;
  readonly byKernel: boolean;
  readonly wasPresent: boolean;
  /** One of FAULT_OUTCOME. */
  readonly outcome: number;
}

/** What a run knows of one process of the recording. */
export interface RunProcess {
  readonly pid: number;
  readonly name: string;
  /** Faults that the recording shows in a call whose record is still to come. */
  pendingFaults: FaultRecord[];
  /** The folder that its relative paths start from, as far as the recording shows it. */
  folder: string;
  /** Whether it has executed a program already, or was forked by one that has. */
  hasImage: boolean;
  /** The call that ends the process, from its entry on; undefined before. */
  ending: CallRecord | undefined;
  /** Whether the process has ended on the machine. */
  hasEnded: boolean;
  /** Its wait status once it has ended. */
  waitStatus: number;
  /** The record that tells its wait status, while it has not ended on the machine. */
  deadRecord: DeadRecord | undefined;
  /** How many waiting calls are still to come that pass it over (ending_order.ts). */
  passedOverCount: number;
  /** Whether it is a thread of another process, whose pid it has. */
  readonly isThread: boolean;
  /** Whether its last maps record, or its dead record, has come. */
  isLeaving: boolean;
  /** The child that the process has made, until the call that made it returns. */
  newChild: number | undefined;
}

/** The state of a run. */
export class Run {
  readonly checks = new Checks();
  readonly processes = new Map<string, RunProcess>();
  private seen: SeenFault[] = [];
  /** The children that each waiting call passes over, and how often each is. */
  readonly passedOver: ReadonlyMap<CallRecord, readonly string[]>;
  private readonly passedOverCounts = new Map<string, number>();
  /** Events by kind. */
  readonly eventCounts = new Map<string, number>();

  /** Begins to watch the machine; boot was before and is counted. */
  constructor(readonly recording: Recording, readonly machine: Machine) {
    this.eventCounts.set("boot", 1);
    this.passedOver = passedOver(recording.records);
    for (const name of [...this.passedOver.values()].flat()) {
      this.passedOverCounts.set(name, (this.passedOverCounts.get(name) ?? 0) + 1);
    }
    machine.observer = {
      event: (header, outcome) => {
        this.eventCounts.set(header.kind, (this.eventCounts.get(header.kind) ?? 0) + 1);
        if (header.kind === "fault") {
          this.seen.push(seenFault(header as unknown as FaultHeader, outcome.result as number));
        }
      },
    };
  }

  /** The process that a record is about; one that never started is a mistake of the recording. */
  processOf({ kind, process: name, line }: { kind: string; process: string; line: number }): RunProcess {
    const process = this.processes.get(name);
    const place = { file: this.recording.file, line };
    if (process === undefined) {
      throw recordingError(place, `There is no process ${name}: no exec or fork record before names it.`);
    }
    if (process.hasEnded && kind !== "dead") {
      throw recordingError(place, `Process ${name} has ended before this ${kind} record.`);
    }
    return process;
  }

  /** The pid of a process by its name; 0 for one outside of the recording. */
  readonly pidOf = (name: string): number => this.processes.get(name)?.pid ?? 0;

  /** The name of the process with this pid, for reports. */
  nameOf(pid: number): string {
    for (const process of this.processes.values()) if (process.pid === pid) return process.name;
    return `pid ${pid}`;
  }

  /** A process and its threads. */
  groupOf(process: RunProcess): readonly RunProcess[] {
    return [...this.processes.values()].filter(({ pid }) => pid === process.pid);
  }

  /** Enters a process that starts; p0 has no parent, and a thread the pid of the process that made it. */
  addProcess(name: string, pid: number, parent?: RunProcess): void {
    this.processes.set(name, {
      pid,
      name,
      pendingFaults: [],
      folder: parent?.folder ?? this.recording.header.env.PWD ?? "/",
      hasImage: parent !== undefined,
      ending: undefined,
      hasEnded: false,
      waitStatus: 0,
      deadRecord: undefined,
      passedOverCount: this.passedOverCounts.get(name) ?? 0,
      isThread: parent?.pid === pid,
      isLeaving: false,
      newChild: undefined,
    });
  }

  /** The faults that the recording shows in the call whose record has come. */
  takePendingFaults(process: RunProcess): readonly FaultRecord[] {
    const pending = process.pendingFaults;
    process.pendingFaults = [];
    return pending;
  }

  /** Does something, and gives the faults that happened meanwhile. */
  watchFaults(happen: () => void): readonly SeenFault[] {
    this.seen = [];
    happen();
    const seen = this.seen;
    this.seen = [];
    return seen;
  }
}

interface FaultHeader {
  readonly process: number;
  readonly page: number;
  readonly access: number;
}

function seenFault({ process, page, access }: FaultHeader, outcome: number): SeenFault {
  return {
    process,
    page,
    isWrite: (access & FAULT_ACCESS.write) !== 0,
    isExecute: (access & FAULT_ACCESS.execute) !== 0,
    byKernel: (access & FAULT_ACCESS.kernel) !== 0,
    wasPresent: (access & FAULT_ACCESS.protection) !== 0,
    outcome,
  };
}

const OUTCOME_WORDS: Readonly<Record<number, string>> = {
  [FAULT_OUTCOME.minor]: "minor",
  [FAULT_OUTCOME.major]: "major",
  [FAULT_OUTCOME.segvMapErr]: "SIGSEGV (SEGV_MAPERR)",
  [FAULT_OUTCOME.segvAccErr]: "SIGSEGV (SEGV_ACCERR)",
  [FAULT_OUTCOME.busAdrErr]: "SIGBUS (BUS_ADRERR)",
  [FAULT_OUTCOME.generalProtection]: "SIGSEGV (SI_KERNEL)",
  [FAULT_OUTCOME.outOfMemory]: "out of memory",
};

/** How a fault is told of: "minor, page absent". */
export function faultWords(outcome: number, wasPresent: boolean): string {
  return `${OUTCOME_WORDS[outcome]}, page ${wasPresent ? "present" : "absent"}`;
}
