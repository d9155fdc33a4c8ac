/**
 * Guests with little memory: they must tell the same as with plenty, in everything that memory pressure does not change by
 * definition.
 *
 *     plenty ──▶ what it told ─┐
 *                              ├─ the same
 *     n frames ─▶ what it told ┘       n: the fewest with which nobody waits for frames in vain, found by bisection
 *
 *   GP1  A run in which somebody waited in vain (a reclaim event that freed nothing) is out of memory: from there on calls
 *        may fail with ENOMEM, and processes be killed.
 *   GP2  Fewer frames than are enough may be enough too, by luck: bisection finds a border, not always the lowest.
 *   GP3  The machine has the same swap and says that it has the same RAM in both runs: overcommit must not differ.
 */

import type { AnyRecord, Machine, MachineConfig } from "@palimpsest/kernel";

/** Frames of a machine in which nothing is ever short: most guests need far fewer. */
export const PLENTY_FRAMES = 2 ** 20;
/** Swap for every page that a guest could push out. */
export const PLENTY_SLOTS = 2 ** 20;
/** The fewest frames that a machine boots with: the zero page, and one more. */
const LEAST_FRAMES = 2;

/** A guest, ready to run with any amount of memory. */
export interface PressedGuest {
  readonly name: string;
  /**
   * Runs it from boot to its end.
   *
   * @param config How its machine differs from one with plenty of memory and swap.
   * @param check Called after every event of the machine.
   */
  run(config?: Partial<MachineConfig>, check?: (machine: Machine) => void): PressedRun;
}

/** What a run came to. */
export interface PressedRun {
  /** What it told, without what memory pressure may change. */
  readonly told: readonly string[];
  /** Whether somebody waited for frames in vain. */
  readonly isOutOfMemory: boolean;
  /** Reclaim events. */
  readonly reclaimCount: number;
  /** The most frames that were in use after an event. */
  readonly mostFrames: number;
  readonly machine: Machine;
}

/** Watches a machine for what a PressedRun needs to know of its events. */
export class PressureWatch {
  isOutOfMemory = false;
  reclaimCount = 0;
  mostFrames = 0;

  /** A watch that calls `check` after every event. */
  constructor(private readonly check: (machine: Machine) => void = () => {}) {}

  /** An event was appended. */
  event(machine: Machine, header: AnyRecord, outcome: AnyRecord): void {
    this.mostFrames = Math.max(this.mostFrames, machine.state.frameMap.usedCount);
    if (header.kind === "reclaim") {
      this.reclaimCount++;
      if (header.process !== 0 && outcome.swappedOut === 0 && outcome.dropped === 0) {
        this.isOutOfMemory = true;
      }
    }
    this.check(machine);
  }
}

/** Whether a guest runs out of memory with so many frames. */
function runsOut(guest: PressedGuest, frameCount: number, config: Partial<MachineConfig>): boolean {
  return guest.run({ ...config, frameCount }).isOutOfMemory;
}

/** The fewest frames with which a guest does not run out of memory (GP2); `config` says what else the machine is. */
export function fewestFrames(
  guest: PressedGuest,
  most: number,
  config: Partial<MachineConfig> = {},
): number {
  let low = LEAST_FRAMES;
  let high = most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runsOut(guest, middle, config)) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** The same, for a policy that is likely to need about as many as another one did: searched from there. */
export function fewestFramesNear(
  guest: PressedGuest,
  guess: number,
  most: number,
  config: Partial<MachineConfig>,
): number {
  if (!runsOut(guest, guess, config)) return guess;
  for (let step = 1;; step *= 2) {
    const high = Math.min(most, guess + step);
    if (high === most || !runsOut(guest, high, config)) {
      let [from, to] = [guess + Math.floor(step / 2) + 1, high];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (runsOut(guest, middle, config)) from = middle + 1;
        else to = middle;
      }
      return to;
    }
  }
}

/** The first thing told that two runs do not have in common, in a sentence; undefined when they told the same. */
export function firstDifference(plenty: PressedRun, pressed: PressedRun): string | undefined {
  const count = Math.max(plenty.told.length, pressed.told.length);
  for (let at = 0; at < count; at++) {
    const [wanted, got] = [plenty.told[at] ?? "nothing", pressed.told[at] ?? "nothing"];
    if (wanted !== got) return `${wanted} with plenty of memory, ${got} with little`;
  }
  return undefined;
}

/** Ends every process that is still alive. */
export function endAll({ machine }: PressedRun): void {
  const alive = [...machine.state.processes.entries()].filter(([, { space }]) => space !== 0);
  for (const [pid] of alive) {
    if (machine.state.process(pid).space !== 0) machine.call(pid, "exit_group", { status: 0 });
  }
}

/** Whether nothing is left in memory and swap but what files hold; a sentence that says what is, otherwise. */
export function leftovers({ machine }: PressedRun): string | undefined {
  const { state } = machine;
  let cachedFrames = 0;
  let cachedSlots = 0;
  for (const [, inode] of state.inodes.entries()) {
    cachedFrames += inode.cachedPages;
    for (let index = inode.cache.nextLeaf(0); index >= 0; index = inode.cache.nextLeaf(index + 1)) {
      const slot = inode.swapSlot(index);
      if (slot < 0) continue;
      cachedSlots++;
      // A page of tmpfs that is being written to swap is in the swap cache.
      if (state.slots.get(slot)!.frame >= 0) cachedFrames++;
    }
  }
  const frames = state.frameMap.usedCount - 1 - cachedFrames;
  const slots = state.slots.size - cachedSlots;
  return frames === 0 && slots === 0 ? undefined : `${frames} frames and ${slots} swap slots are left`;
}
