/**
 * A bundled program as a guest: `record who_am_i`.
 */

import type { SuppliedEntry } from "@palimpsest/fs";
import type { Machine, MachineConfig } from "@palimpsest/kernel";
import { BUNDLED_PROGRAMS, machineOf, type Program, type RunOptions, runProgramOn } from "@palimpsest/libc";
import { Interrupted } from "../../command_line/interruption.ts";
import { allocatorNamed } from "../allocator_name.ts";
import { countEvents } from "../event_counts.ts";
import type { Guest, GuestReport } from "../guest.ts";
import { machineWith, type MemoryWishes } from "../memory_wishes.ts";
import { programReport, stopSentence } from "./run_report.ts";

/** Events between two reports of how far a run has come. */
const EVENTS_PER_REPORT = 256;

/** How a person wants a program to be run. */
export interface ProgramOptions {
  /** The arguments after the program's own name. */
  readonly arguments?: readonly string[];
  /** Events after which it is stopped. */
  readonly maxEvents?: number;
  /** The name of the allocator that its malloc is made of. */
  readonly allocator?: string;
  /** Whether malloc's events name the line that called. */
  readonly namesSites?: boolean;
  /** The user that it acts for; 0, the superuser, when left out. */
  readonly uid?: number;
  /** What is handed in from outside. */
  readonly files?: readonly SuppliedEntry[];
  /** The memory that it runs in. */
  readonly memory?: MemoryWishes;
}

/** The same as the C library takes it. */
export function runOptions({ allocator, memory: _, ...options }: ProgramOptions): RunOptions {
  return { ...options, available: BUNDLED_PROGRAMS, allocator: allocatorNamed(allocator) };
}

/** The guest that a bundled program's name stands for, if it is one; `save-array` is save_array. */
export function bundledGuest(name: string, options: ProgramOptions = {}): Guest | undefined {
  const program = BUNDLED_PROGRAMS.find((each) => each.name === name.replaceAll("-", "_"));
  return program === undefined ? undefined : new ProgramGuest(program, options);
}

/** The names of the bundled programs. */
export function bundledNames(): string[] {
  return BUNDLED_PROGRAMS.map(({ name }) => name);
}

/** One program, ready to run. */
class ProgramGuest implements Guest {
  readonly title: string;
  readonly config: MachineConfig;

  constructor(private readonly program: Program, private readonly options: ProgramOptions) {
    this.title = `the program ${program.name}: ${program.about}`;
    this.config = machineWith(machineOf(program), options.memory);
  }

  run(machine: Machine, observe: (done: number, total: number) => void): GuestReport {
    const events = countEvents(machine);
    observeEvents(machine, observe);
    const result = runProgramOn(machine, this.program, runOptions(this.options));
    if (result.stop?.cause instanceof Interrupted) throw result.stop.cause;
    return programReport(events, result, result.stop && stopSentence(result.stop));
  }
}

/** Lets `observe` be told how many events there were, now and then. */
function observeEvents(machine: Machine, observe: (done: number, total: number) => void): void {
  const { observer } = machine;
  machine.observer = {
    event(header, outcome) {
      observer?.event(header, outcome);
      const { eventCount } = machine.state;
      if (eventCount % EVENTS_PER_REPORT === 0) observe(eventCount, 0);
    },
  };
}
