/**
 * Scripts with little memory: they must do the same as with plenty, in everything that memory pressure does not change by
 * definition.
 *
 *     plenty ──▶ records ─┐
 *                         ├─ the same, apart from residency, mincore's vectors and fault counts
 *     n frames ─▶ records ┘       n: the fewest with which nobody waits for frames in vain, found by bisection
 *
 *   SP1  A run in which somebody waited in vain (a reclaim event that freed nothing) is out of memory: from there on calls
 *        may fail with ENOMEM, and processes be killed.
 *   SP2  Fewer frames than are enough may be enough too, by luck: bisection finds a border, not always the lowest.
 *   SP3  What lies behind the end of a file in its last page becomes zero when it is written back (POSIX leaves it open
 *        when). A script that shows such bytes may read zeros earlier than with plenty of memory.
 */

import { system } from "@palimpsest/fs";
import type { Machine, MachineConfig } from "@palimpsest/kernel";
import type { ScriptHeader, ScriptRecord, VmaEntry } from "../guests/script/record.ts";
import type { ScriptOp } from "../guests/script/script_op.ts";
import { ScriptRun } from "../guests/script/script_run.ts";
import { configOf, furnishWorld } from "../guests/script/world.ts";

const SYSTEM = system();
/** Swap for every page that a script could push out. */
const SLOT_COUNT = 2 ** 20;
/** Frames of a machine in which nothing is ever short: most scripts need far fewer. */
const PLENTY_FRAMES = 2 ** 20;

/** A script, ready to run with any amount of memory. */
export interface PressedScript {
  readonly ops: readonly ScriptOp[];
  /** The world it runs in. */
  readonly header: ScriptHeader;
}

/** What a run came to. */
export interface PressedRun {
  readonly records: readonly ScriptRecord[];
  /** Whether somebody waited for frames in vain. */
  readonly isOutOfMemory: boolean;
  /** Reclaim events. */
  readonly reclaimCount: number;
  /** The most frames that were in use after an operation. */
  readonly mostFrames: number;
  readonly machine: Machine;
}

/** Runs a script; `config` says how its machine differs from one with plenty of memory and swap. */
export function runPressed(
  { ops, header }: PressedScript,
  config: Partial<MachineConfig> = {},
  afterOperation: (machine: Machine) => void = () => {},
): PressedRun {
  const plenty = { ...configOf(header), frameCount: PLENTY_FRAMES, swapSlotCount: SLOT_COUNT };
  const machine = SYSTEM.boot({ ...plenty, ...config });
  let isOutOfMemory = false;
  let reclaimCount = 0;
  machine.observer = {
    event(event, outcome) {
      if (event.kind !== "reclaim") return;
      reclaimCount++;
      if (event.process !== 0 && outcome.swappedOut === 0 && outcome.dropped === 0) isOutOfMemory = true;
    },
  };
  furnishWorld(machine, header);
  const run = new ScriptRun(machine, header);
  const records: ScriptRecord[] = [];
  let mostFrames = 0;
  for (const op of ops) {
    const record = run.run(op);
    if (isOutOfMemory) break;
    if (record !== undefined) records.push(record);
    mostFrames = Math.max(mostFrames, machine.state.frameMap.usedCount);
    afterOperation(machine);
  }
  machine.endStores();
  return { records, isOutOfMemory, reclaimCount, mostFrames, machine };
}

/** The fewest frames with which a script does not run out of memory (SP2); `config` says what else the machine is. */
export function fewestFrames(
  script: PressedScript,
  most: number,
  config: Partial<MachineConfig> = {},
): number {
  let low = 2;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runPressed(script, { ...config, frameCount: middle }).isOutOfMemory) low = middle + 1;
    else high = middle;
  }
  return high;
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

/** The first record that two runs do not have in common, in a sentence; undefined when they are the same. */
export function firstDifference(plenty: PressedRun, pressed: PressedRun): string | undefined {
  for (const [number, record] of plenty.records.entries()) {
    const other = pressed.records[number];
    const [wanted, got] = [pressedView(record), other === undefined ? "nothing" : pressedView(other)];
    if (wanted !== got) {
      return `line ${record.n}, "${record.op}": ${wanted} with plenty of memory, ${got} with little`;
    }
  }
  return undefined;
}

/** Ends every process that is still alive. */
export function endAll({ machine }: PressedRun): void {
  const alive = [...machine.state.processes.entries()].filter(([, { space }]) => space !== 0);
  for (const [pid] of alive) machine.call(pid, "exit_group", { status: 0 });
}

/** Whether nothing is left in memory and swap but what files hold; a sentence that says what is, otherwise. */
export function leftovers({ machine }: PressedRun): string | undefined {
  const { state } = machine;
  let cachedFrames = 0;
  let cachedSlots = 0;
  for (const [, inode] of state.inodes.entries()) {
    cachedFrames += inode.cachedPages;
    for (let index = inode.cache.nextLeaf(0); index >= 0; index = inode.cache.nextLeaf(index + 1)) {
      if (inode.swapSlot(index) >= 0) cachedSlots++;
    }
  }
  const frames = state.frameMap.usedCount - 1 - cachedFrames;
  const slots = state.slots.size - cachedSlots;
  return frames === 0 && slots === 0 ? undefined : `${frames} frames and ${slots} swap slots are left`;
}
