/**
 * Programs with little memory (pressed_guest.ts): they must print the same and end the same, and leave the same files.
 *
 *   PP1  Counters that a program asks for are told as zeros in both runs: fault counts and the time that passes are what
 *        memory pressure changes.
 *   PP2  Numbers that a program may have read in /proc are not compared: lines it printed are, with their numbers masked.
 */

import type { Machine, MachineConfig } from "@palimpsest/kernel";
import {
  boot,
  BUNDLED_PROGRAMS,
  FIRST_PID,
  type Program,
  PROGRAM_MACHINE,
  runProgramOn,
  type RunResult,
} from "@palimpsest/libc";
import { endingWords } from "../guests/program/run_report.ts";
import { fileTexts } from "./left_bytes.ts";
import {
  PLENTY_FRAMES,
  PLENTY_SLOTS,
  type PressedGuest,
  type PressedRun,
  PressureWatch,
} from "./pressed_guest.ts";

/** A program as a guest that can run with any amount of memory. */
export function pressedProgram(program: Program): PressedGuest {
  return { name: program.name, run: (config, check) => run(program, config, check) };
}

function run(
  program: Program,
  config: Partial<MachineConfig> = {},
  check?: (machine: Machine) => void,
): PressedRun {
  const machine = boot({
    ...PROGRAM_MACHINE,
    frameCount: PLENTY_FRAMES,
    swapSlotCount: PLENTY_SLOTS,
    ...config,
  });
  const watch = new PressureWatch(check);
  let readsProc = false;
  machine.observer = {
    event(header, outcome) {
      watch.event(machine, header, outcome);
      if (typeof header.path === "string" && header.path.startsWith("/proc/")) readsProc = true;
    },
  };
  const result = runProgramOn(machine, program, { available: BUNDLED_PROGRAMS, tellsCounters: false });
  const { isOutOfMemory, reclaimCount, mostFrames } = watch;
  return { told: toldBy(result, readsProc), isOutOfMemory, reclaimCount, mostFrames, machine };
}

function toldBy({ machine, output, status, stop }: RunResult, readsProc: boolean): string[] {
  const lines = output.split("\n").map((line) => readsProc ? line.replace(/\d+/g, "#") : line);
  const files = readsProc ? [] : fileTexts(machine.state);
  return [...lines, `process ${FIRST_PID} ${endingWords(status)}`, stop?.message ?? "it ended", ...files];
}
