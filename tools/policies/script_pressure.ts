/**
 * Scripts with little memory (pressed_guest.ts): their records must be the same, apart from residency, mincore's vectors and
 * fault counts; so must all bytes they leave behind.
 *
 *   SP1  What lies behind the end of a file in its last page becomes zero when it is written back (POSIX leaves it open
 *        when). A script that shows such bytes may read zeros earlier than with plenty of memory.
 *   SP2  A page freed lazily (MADV_FREE) is dropped when memory is short, by definition. `keepsLazilyFreed` leaves that
 *        advice out, with plenty of memory as with little.
 */

import { system } from "@palimpsest/fs";
import { type Machine, type MachineConfig, MADV } from "@palimpsest/kernel";
import type { ScriptHeader, ScriptRecord, VmaEntry } from "../guests/script/record.ts";
import type { ScriptOp } from "../guests/script/script_op.ts";
import { ScriptRun } from "../guests/script/script_run.ts";
import { configOf, furnishWorld } from "../guests/script/world.ts";
import { fileTexts, memoryTexts } from "./left_bytes.ts";
import {
  PLENTY_FRAMES,
  PLENTY_SLOTS,
  type PressedGuest,
  type PressedRun,
  PressureWatch,
} from "./pressed_guest.ts";

const SYSTEM = system();

/** A script, as pressedScript() takes it. */
export interface PressedScript {
  readonly name: string;
  readonly ops: readonly ScriptOp[];
  /** The world it runs in. */
  readonly header: ScriptHeader;
  /** Whether MADV_FREE is left out (SP2). */
  readonly keepsLazilyFreed?: boolean;
}

/** A script as a guest that can run with any amount of memory. */
export function pressedScript(script: PressedScript): PressedGuest {
  return { name: script.name, run: (config, check) => runScript(script, config, check) };
}

function runScript(
  { ops, header, keepsLazilyFreed = false }: PressedScript,
  config: Partial<MachineConfig> = {},
  check?: (machine: Machine) => void,
): PressedRun {
  const machine = SYSTEM.boot({
    ...configOf(header),
    frameCount: PLENTY_FRAMES,
    swapSlotCount: PLENTY_SLOTS,
    ...config,
  });
  if (keepsLazilyFreed) leaveOutFree(machine);
  const watch = new PressureWatch(check);
  furnishWorld(machine, header);
  machine.observer = { event: (event, outcome) => watch.event(machine, event, outcome) };
  const run = new ScriptRun(machine, header);
  const told: string[] = [];
  for (const op of ops) {
    const record = run.run(op);
    if (watch.isOutOfMemory) break;
    if (record !== undefined) told.push(pressedView(record));
  }
  machine.endStores();
  if (!watch.isOutOfMemory) told.push(...fileTexts(machine.state), ...memoryTexts(machine.state));
  const { isOutOfMemory, reclaimCount, mostFrames } = watch;
  return { told, isOutOfMemory, reclaimCount, mostFrames, machine };
}

function leaveOutFree(machine: Machine): void {
  const call = machine.call.bind(machine);
  machine.call = (pid, name, args) =>
    name === "madvise" && args.advice === MADV.FREE ? 0 : call(pid, name, args);
}

/** A record without what memory pressure changes by definition, as a text. */
export function pressedView({ min: _min, maj: _maj, vec: _vec, ...record }: ScriptRecord): string {
  const vmas = record.vmas?.map(withoutResidency);
  const procs = record.procs?.map((process) => ({ ...process, vmas: process.vmas.map(withoutResidency) }));
  const exact = (_key: string, value: unknown) => typeof value === "bigint" ? `${value}n` : value;
  return JSON.stringify({ ...record, vmas, procs }, exact);
}

function withoutResidency([start, end, permissions, pageOffset, file, flags]: VmaEntry): VmaEntry {
  return [start, end, permissions, pageOffset, file, flags];
}
