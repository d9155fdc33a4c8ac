/**
 * Reclaim: making frames free when they run low, by events of its own.
 *
 *     before an event       free < low ──▶ background reclaim, until high                      reclaim events of process 0
 *     before a fault        free - needed < min ──▶ direct reclaim ──▶ still none: OOM killer  … of the process that waits
 *     within a call         the same; the call is interrupted there (Transaction.reserve)
 *
 *   RC1  No reclaim happens within an event that is no reclaim: what an event has looked at stays where it is until the
 *        event ends or reserves. What a call holds across an interruption, it says (Transaction.hold).
 *   RC2  A reclaim event chooses all its victims from the state that it finds, and then takes them out one by one.
 *   RC3  min is kept back from nobody: when nothing can be reclaimed, frames are given out down to the last.
 *   RC4  Whom the OOM killer takes dies at once, or, when it is the process that waits, at the end of its call; a fault of
 *        that process ends in SIGKILL.
 */

import { framesNeeded } from "../faults/frames_needed.ts";
import type { Machine } from "../machine.ts";
import { deliverSignal, SIGNAL } from "../process/signal.ts";
import type { AnyRecord } from "../event/schema.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { type Evicted, evictFrame } from "./evict.ts";
import { chooseOomVictim, processesSharing } from "./oom.ts";
import { POLICIES } from "./policies.ts";
import { Residency } from "./residency.ts";

/** Pages that one reclaim event takes at most, unless a folio is larger (SWAP_CLUSTER_MAX). */
const BATCH_PAGES = 32;
/** A page, and a copy of it. */
const MOST_FAULT_FRAMES = 2;
/** The process that background reclaim acts for: nobody. */
const BACKGROUND_PID = 0;

/** Reclaim of a live machine. */
export class Reclaimer {
  /** A frame that the interrupted call uses: it stays. -1 for none. */
  heldFrame: number = -1;
  private readonly residency: Residency;
  private isBusy = false;
  /** With so many free frames there is nothing to be done before an event. */
  private calmFrom: number;
  /** With so many no fault needs others to be made free. */
  private readonly plentyFrom: number;
  /** Processes that are to die at the end of their call. */
  private readonly doomed = new Set<number>();

  /** The reclaim of a machine that was just made. */
  constructor(private readonly machine: Machine) {
    const { frameCount, swapSlotCount, storesAreUnseen, policy, policySeed } = machine.config;
    this.residency = new Residency(machine.state, {
      frameCount,
      swapSlotCount,
      storesAreUnseen,
      makePolicy: POLICIES[policy].make,
      seed: policySeed,
    });
    this.plentyFrom = machine.config.watermarks.min + MOST_FAULT_FRAMES;
    this.calmFrom = Math.max(machine.config.watermarks.low, this.residency.startsBelow);
  }

  /** Frames that are free. */
  private get freeCount(): number {
    return this.machine.state.frameMap.freeCount;
  }

  /** Background reclaim, when it is time for it: before every event. */
  beforeEvent(): void {
    if (this.machine.state.frameMap.freeCount < this.calmFrom && !this.isBusy) this.look();
  }

  /** Looks after free frames that are fewer than they were. */
  private look(): void {
    this.residency.startWhenNeeded();
    const { low, high } = this.machine.config.watermarks;
    this.calmFrom = Math.max(low, this.residency.startsBelow);
    if (this.freeCount >= low) return;
    this.isBusy = true;
    try {
      while (this.freeCount < high && this.reclaim(BACKGROUND_PID, high - this.freeCount) > 0);
    } finally {
      this.isBusy = false;
    }
  }

  /** Whether any fault finds the frames that it needs free. */
  get hasPlenty(): boolean {
    return this.freeCount >= this.plentyFrom;
  }

  /** Makes the frames free that a fault needs; false when that cannot be: the fault is out of memory. */
  beforeFault(pid: number, page: number, isWrite: boolean): boolean {
    const { state } = this.machine;
    if (this.hasPlenty) return true;
    for (;;) {
      const needed = framesNeeded(state, state.spaceOf(pid), page, isWrite);
      // After reclaim this is asked again: what the fault copies from may have gone, and then it needs more.
      if (needed === 0 || this.hasRoom(needed)) return true;
      if (!this.makeRoom(pid, needed)) return false;
      if (!this.hasRoom(needed)) {
        return this.freeCount >= framesNeeded(state, state.spaceOf(pid), page, isWrite);
      }
    }
  }

  /** Makes frames free in the middle of a call, which is interrupted for that; whether so many are free now. */
  reserve(tx: Transaction, count: number): boolean {
    if (this.hasRoom(count)) return true;
    if (!this.machine.isInterruptible) return this.freeCount >= count;
    const { pid } = tx;
    return tx.interrupt(() => this.makeRoom(pid, count));
  }

  /** What an event was a reference to. */
  endEvent(header: AnyRecord, outcome: AnyRecord | Record<string, unknown>): void {
    this.residency.endEvent(header, outcome);
  }

  /** The call of a process has ended; if it was the OOM killer's choice, so does the process. */
  endCall(pid: number): void {
    this.heldFrame = -1;
    if (this.doomed.has(pid)) this.kill(pid);
  }

  /** Whether so many frames can be taken without reclaim. */
  private hasRoom(count: number): boolean {
    return this.freeCount - count >= this.machine.config.watermarks.min;
  }

  /** Direct reclaim until `count` frames are free; false when that cannot be. */
  private makeRoom(pid: number, count: number): boolean {
    if (this.isBusy) return this.freeCount >= count;
    this.isBusy = true;
    try {
      while (!this.hasRoom(count)) {
        const { min, high } = this.machine.config.watermarks;
        if (this.reclaim(pid, Math.max(count + min, high) - this.freeCount) > 0) continue;
        if (this.freeCount >= count) return true;
        if (this.doomed.has(pid) || !this.killForMemory(pid)) return false;
      }
      return true;
    } finally {
      this.isBusy = false;
    }
  }

  /** One reclaim event of up to a batch; how many frames it freed. */
  private reclaim(pid: number, wantedCount: number): number {
    const { machine } = this;
    machine.endStores();
    const before = this.freeCount;
    const wanted = Math.min(wantedCount, BATCH_PAGES);
    const isDirect = pid !== BACKGROUND_PID;
    const victims = this.residency.choose({ wanted, heldFrame: this.heldFrame, isDirect });
    machine.run({ kind: "reclaim", process: pid, wanted, held: this.heldFrame + 1 }, (tx) => {
      const evicted: Evicted = { swappedOut: 0, written: 0, dropped: 0 };
      for (const frame of victims) evictFrame(tx, frame, evicted);
      return { ...evicted };
    });
    return this.freeCount - before;
  }

  /** The OOM killer: ends the worst process; whether somebody died, or is the one that waits itself. */
  private killForMemory(pid: number): boolean {
    const { ramPages, swapSlotCount } = this.machine.config;
    const victim = chooseOomVictim(this.machine.state, this.doomed, ramPages + swapSlotCount);
    if (victim === undefined) return false;
    const { residentPages, swappedPages, tablePages } = victim;
    this.machine.run(
      { kind: "oomKill", process: victim.pid, askedBy: pid, residentPages, swappedPages, tablePages },
      () => ({}),
    );
    let isSelf = false;
    for (const other of processesSharing(this.machine.state, victim.pid)) {
      if (other === pid) isSelf = true;
      if (other === pid || this.machine.isInCall(other)) this.doomed.add(other);
      else this.kill(other);
    }
    return !isSelf;
  }

  /** Kills a process for its memory. */
  private kill(pid: number): void {
    this.doomed.delete(pid);
    const process = this.machine.state.processes.get(pid);
    if (process === undefined || process.state === PROCESS_ZOMBIE) return;
    deliverSignal(this.machine, pid, SIGNAL.SIGKILL);
  }
}
