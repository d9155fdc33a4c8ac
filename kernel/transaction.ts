/**
 * A transaction: the event in the making. decide functions read the state through it and change it by emitting effects.
 *
 *      begin(header) ──▶ emit(effect)* ──▶ end(outcome)
 *                            └── interrupt(): end as <unfinished>, other events, begin again as <resumed>
 *
 *   TX1  An effect is encoded and reduced at once, in the order of emission.
 *   TX2  An event reaches the log whole, at end(); a decision that throws leaves nothing of it in the log.
 *   TX3  Only one event is open at a time.
 */

import type { FrequentEmitters } from "./emitters.ts";
import type { KernelEffect } from "./event/effects.ts";
import type { AnyRecord } from "./event/schema.ts";
import type { Machine, MachineConfig } from "./machine.ts";
import type { DiskPort } from "./memory/disk_port.ts";
import type { FileOperations } from "./process/file_operations.ts";
import { sendSignal } from "./process/signal.ts";
import type { Process } from "./state/process.ts";
import type { Space } from "./state/space.ts";
import type { State } from "./state/state.ts";

/** What a call waits for. It is no state: whoever runs the processes asks. */
export interface Wait {
  /** Whether it has happened. */
  isOver(state: State): boolean;
  /** Ends the wait for a signal: undoes what the call did so far, or keeps it; what the call returns. */
  abandon?(tx: Transaction, errno: number): number;
}

/** The event in the making, as decide functions see it. */
export class Transaction {
  /** The acting process. */
  pid = 0;
  /** Whether the call of the event waited before and was woken up. */
  isResumed = false;
  /** How far the call of the event had come when it began to wait; what it sets is kept when it waits (again). */
  progress = 0;
  /** What the call of the event waits for, when it returns BLOCKED. */
  wanted: Wait | undefined;
  /** Faults the event counted so far inside itself (populate, mlock), reported once by faultsCount. */
  minorFaults = 0;
  /** Major faults of the event so far. */
  majorFaults = 0;

  /**
   * Emits effects of the kinds that most events have, given their fields: quicker than emit().
   *
   * @internal
   */
  readonly frequent: FrequentEmitters;

  /** The transaction of a machine; the machine makes one and keeps it. */
  constructor(private readonly machine: Machine) {
    this.frequent = machine.frequent;
  }

  /** The state, with everything emitted so far. To read. */
  get state(): State {
    return this.machine.state;
  }

  /** What the machine is configured as, with defaults. */
  get config(): Required<MachineConfig> {
    return this.machine.config;
  }

  /** Virtual time, in whole nanoseconds since boot. */
  get now(): number {
    return Math.round(this.machine.clock());
  }

  /** What files of a kind do, when they are not regular ones; undefined for kinds that nobody knows. */
  operationsOf(fileKind: number): FileOperations | undefined {
    return this.machine.operations.get(fileKind);
  }

  /** What the disk decides. */
  get disk(): DiskPort {
    return this.machine.disk;
  }

  /** The acting process. */
  get process(): Process {
    return this.machine.state.process(this.pid);
  }

  /** The acting process's address space. */
  get space(): Space {
    return this.machine.state.spaceOf(this.pid);
  }

  /** Encodes and reduces one effect. */
  emit(effect: KernelEffect): void {
    this.machine.apply(effect);
  }

  /** Encodes and reduces an effect of another package's table. */
  emitForeign(effect: AnyRecord): void {
    this.machine.apply(effect);
  }

  /** Lets other events happen in the middle of this call (a fault while copying to user memory). */
  interrupt<T>(happen: (machine: Machine) => T): T {
    return this.machine.interrupt(() => happen(this.machine));
  }

  /**
   * Sees to it that `count` frames are free, before they are chosen: a call is interrupted when pages have to go first.
   * What was looked up before may have moved out of memory then.
   *
   * @returns Whether so many are free.
   */
  reserve(count: number): boolean {
    return this.machine.reclaimer.reserve(this, count);
  }

  /** Keeps a frame in memory until the call ends, or holds another one: it will be used after an interruption. */
  hold(frame: number): void {
    this.machine.reclaimer.heldFrame = frame;
  }

  /** Notes that the acting process's page is touched by the kernel, when accesses are recorded. */
  noteAccess(page: number, write: boolean): void {
    this.machine.noteAccess(this.pid, page, write);
  }

  /** Lets something happen right after this event: the delivery of a signal. */
  defer(happen: (machine: Machine) => void): void {
    this.machine.defer(happen);
  }

  /** Sends the acting process the signal that comes with an error (SIGPIPE, SIGXFSZ), where the machine raises them. */
  raise(signal: number): void {
    if (this.machine.raisesSignals) sendSignal(this, this.pid, signal);
  }

  /** Says what the call waits for that is about to return BLOCKED. */
  wait(wanted: Wait): void {
    this.wanted = wanted;
  }

  /** Ends the wait of a process that dies. */
  endWait(pid: number): void {
    this.machine.endWait(this, pid, 0);
  }

  /** Counts a fault that is no event of its own. */
  countFault(isMajor: boolean): void {
    if (isMajor) this.majorFaults++;
    else this.minorFaults++;
  }

  /** Emits the counts of countFault(), if any; called when the event ends. */
  flushFaultCounts(): void {
    const { minorFaults: minor, majorFaults: major } = this;
    if (minor + major === 0) return;
    this.minorFaults = 0;
    this.majorFaults = 0;
    this.emit({ kind: "faultsCount", process: this.pid, minor, major });
  }
}
