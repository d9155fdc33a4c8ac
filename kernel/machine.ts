/**
 * The machine: decide → append → reduce. Guests make calls and touch memory here; every one becomes an event.
 *
 *      guest ── call(pid, name, args) ──▶ decide ──▶ effects ──▶ reduce ──▶ state
 *            ── touch(pid, address, …) ──▶ PTE permits? else fault event ──┘       └──▶ event ──▶ log
 *
 *   M1  The log alone gives the state: replay (timeline/) folds it with the same reducers and never decides.
 *   M2  Running the same guest twice gives byte-identical logs.
 *   M3  What user code stored becomes a store event before the process's next event; so do the pages it touched become
 *       access events, when they are recorded.
 *   M4  Frames run low between events, not within them: reclaim comes before an event, or interrupts a call (reclaim/).
 */

import { assertThat } from "./assert.ts";
import type { Emit, FrequentEmitters, MakeEmitters } from "./emitters.ts";
import type { Codec } from "./event/codec.ts";
import { FAULT_OUTCOME } from "./event/events.ts";
import type { AnyRecord } from "./event/schema.ts";
import type { FaultResult } from "./faults/handle_fault.ts";
import type { Fold } from "./fold.ts";
import type { LogWriter } from "./log/writer.ts";
import { expandConfig, type MachineConfig } from "./machine_config.ts";
import type { DiskPort } from "./memory/disk_port.ts";
import { OpenEvent } from "./open_event.ts";
import { PendingStores, type StoreEncoder } from "./pending_stores.ts";
import type { FileOperations } from "./process/file_operations.ts";
import { AccessNotes } from "./reclaim/access_notes.ts";
import { Reclaimer } from "./reclaim/reclaimer.ts";
import { PROCESS_RUNNING, PROCESS_WAITING } from "./state/process.ts";
import { State } from "./state/state.ts";
import { BLOCKED, type Call, type CallArguments } from "./syscalls/call.ts";
import { loggable } from "./syscalls/call_records.ts";
import { Transaction, type Wait } from "./transaction.ts";

export type { MachineConfig } from "./machine_config.ts";

/** No process: pids start at 1, and 0 acts for the outside. */
const NOBODY = -1;

/** What an event takes where nobody keeps the time, in nanoseconds. */
const EVENT_NANOSECONDS = 300;

/** The outcome of an event that has none. */
const NOTHING = Object.freeze({});
/** The outcomes of page faults, by result. */
const FAULT_OUTCOMES = Object.values(FAULT_OUTCOME).sort().map((result) => Object.freeze({ result }));

/** Lets the acting process wait, its call as far as it came, or run again. */
function setWaiting(tx: Transaction, isWaiting: boolean): void {
  const state = isWaiting ? PROCESS_WAITING : PROCESS_RUNNING;
  const status = isWaiting ? tx.progress : 0;
  const { process } = tx;
  if (process.state !== state || process.status !== status) {
    tx.emit({ kind: "processState", process: tx.pid, state, status });
  }
}

/** What a machine runs: the tables of all packages, joined (compose.ts). */
export interface MachineParts {
  /** Encodes events. */
  readonly codec: Codec;
  /** Reduces effects. */
  readonly fold: Fold;
  /**
   * Makes what emits effects.
   *
   * @internal
   */
  readonly makeEmitters: MakeEmitters;
  /** Decides calls, by name. */
  readonly calls: ReadonlyMap<string, Call>;
  /** What files of other kinds than regular ones do, by kind. */
  readonly operations: ReadonlyMap<number, FileOperations>;
  /** What the disk decides. */
  readonly disk: DiskPort;
}

/** Told of every event that was appended, live. */
export interface MachineObserver {
  /** An event was appended. Its records are used again: who keeps one copies it. */
  event(header: AnyRecord, outcome: AnyRecord): void;
}

/** A machine with its log. */
export class Machine {
  /** The state after the last event. */
  state: State;
  /** Told of every event; undefined when nobody listens. */
  observer: MachineObserver | undefined;
  /**
   * Virtual time since boot, in nanoseconds: whoever runs the processes keeps it; else events take the same time each. What
   * of it matters stands in effects.
   */
  clock: () => number = () => this.state.eventCount * EVENT_NANOSECONDS;
  private readonly emitters: ReadonlyMap<string, Emit>;
  /**
   * Emits effects of the kinds that most events have, by reference.
   *
   * @internal
   */
  readonly frequent: FrequentEmitters;
  private readonly transaction: Transaction;
  /** The event in the making. */
  private readonly event: OpenEvent;
  private readonly storeEncoder: StoreEncoder;
  /** The process whose store event is open. */
  private storing = NOBODY;
  /** The outcome of calls, used again for each. */
  private readonly callOutcome = { unfinished: false, result: 0 };
  /** What that event consists of so far. */
  readonly pendingStores = new PendingStores();
  /** Changes with effects that may change what a page translates to, where it translated before (memory_port.ts). */
  mappingVersion = 0;
  private deferred: ((machine: Machine) => void)[] = [];
  /** Processes whose calls are interrupted, the outermost first. */
  private readonly interruptedPids: number[] = [];
  /** What processes wait for in their calls, by pid, where the calls said so. */
  private readonly waits = new Map<number, Wait>();
  /**
   * Whether calls send the signals that come with their errors (SIGPIPE, SIGXFSZ). Whoever runs a recording or a script
   * leaves it false: it does not know what the processes do with them.
   */
  raisesSignals = false;
  /** What makes frames free. */
  readonly reclaimer: Reclaimer;
  /** Pages touched since the last event; undefined when they are not recorded. */
  private readonly accesses: AccessNotes | undefined;

  private readonly fold: Fold;
  private readonly calls: ReadonlyMap<string, Call>;
  /** What encodes the events. */
  readonly codec: Codec;
  /** What files of other kinds than regular ones do, by kind. */
  readonly operations: ReadonlyMap<number, FileOperations>;
  /** What the disk decides. */
  readonly disk: DiskPort;

  private constructor(
    /** What the machine is, with defaults. */
    readonly config: Required<MachineConfig>,
    { codec, fold, makeEmitters, calls, operations, disk }: MachineParts,
    private readonly log: LogWriter | undefined,
  ) {
    this.codec = codec;
    this.fold = fold;
    this.calls = calls;
    this.operations = operations;
    this.disk = disk;
    this.event = new OpenEvent(codec, log);
    this.state = State.empty(config.frameCount);
    const { byKind, frequent, stores } = makeEmitters(this, this.event.encoder);
    this.storeEncoder = stores;
    this.emitters = byKind;
    this.frequent = frequent;
    this.transaction = new Transaction(this);
    if (log !== undefined) log.digestSource = () => this.state.digest;
    this.state.slices = fold.newSlices(this.state.epoch);
    this.reclaimer = new Reclaimer(this);
    this.accesses = config.recordsAccesses ? new AccessNotes() : undefined;
  }

  /** Starts a machine: event 0. Without a log it runs all the same and keeps nothing. */
  static boot(config: MachineConfig, parts: MachineParts, log?: LogWriter): Machine {
    const expanded = expandConfig(config);
    const machine = new Machine(expanded, parts, log);
    machine.run({ kind: "boot", config: JSON.stringify(expanded) }, () => ({}));
    return machine;
  }

  /** Whether the machine has a call of this name. */
  hasCall(name: string): boolean {
    return this.calls.has(name);
  }

  /** The call of this name; it must exist. */
  callNamed(name: string): Call {
    const call = this.calls.get(name);
    assertThat(call !== undefined, () => `there is no call ${name}`);
    return call;
  }

  /**
   * Makes a system call.
   *
   * @param args The arguments by name (see the call's file); those that are left out are 0, empty text, no bytes.
   * @returns What the call returns: a number ≥ 0 or a negated errno; BLOCKED when the process waits.
   */
  call(pid: number, name: string, args: CallArguments): number {
    return this.decideCall(pid, this.callNamed(name), args, false);
  }

  /** Takes a waiting call up again, after a wake-up. */
  resumeCall(pid: number, name: string, args: CallArguments): number {
    return this.decideCall(pid, this.callNamed(name), args, true);
  }

  /**
   * Ends a waiting call that is not decided again: a signal came.
   *
   * @param errno What it returns when it has done nothing yet, a negated errno.
   * @returns What it returns.
   */
  abandonCall(pid: number, name: string, errno: number): number {
    const call = this.callNamed(name);
    let result = errno;
    this.run(call.records.header(pid, true, call.defaults), (tx) => {
      result = this.endWait(tx, pid, errno);
      setWaiting(tx, false);
      return { unfinished: false, result };
    });
    return result;
  }

  /** Ends the wait of a process's call for a signal, within an event; what the call returns. */
  endWait(tx: Transaction, pid: number, errno: number): number {
    const wait = this.waits.get(pid);
    this.waits.delete(pid);
    return wait?.abandon?.(tx, errno) ?? errno;
  }

  /** Whether what a process waits for has happened; undefined when its call did not say what that is. */
  isWaitOver(pid: number): boolean | undefined {
    return this.waits.get(pid)?.isOver(this.state);
  }

  /** Decides a call, from the start or resumed. */
  private decideCall(pid: number, call: Call, args: CallArguments, resumed: boolean): number {
    const { records } = call;
    const complete = records.complete(args);
    const tx = this.open(records.header(pid, resumed, resumed ? call.defaults : complete));
    tx.isResumed = resumed;
    tx.progress = 0;
    if (resumed) {
      tx.progress = tx.process.status;
      this.waits.delete(pid);
      setWaiting(tx, false);
    }
    const result = call.decide(tx, complete);
    const isBlocked = result === BLOCKED;
    if (isBlocked) {
      if (tx.wanted !== undefined) this.waits.set(pid, tx.wanted);
      setWaiting(tx, true);
    }
    tx.wanted = undefined;
    const { callOutcome } = this;
    callOutcome.unfinished = isBlocked;
    callOutcome.result = isBlocked ? 0 : loggable(result);
    this.close(callOutcome);
    this.reclaimer.endCall(pid);
    return result;
  }

  /** Runs one event: `decide` emits its effects and returns its outcome. Frames are made free before it when they are low. */
  run(header: AnyRecord, decide: (tx: Transaction) => Record<string, unknown>): void {
    this.close(decide(this.open(header)));
  }

  /** The first half of run(): what is to be decided emits its effects through the transaction, then close() follows. */
  open(header: AnyRecord): Transaction {
    this.prepare();
    this.begin(header, (header.process as number | undefined) ?? 0);
    return this.transaction;
  }

  /** Opens the event of a page fault; closeFault() follows. `access` has bits of FAULT_ACCESS. */
  openFault(pid: number, page: number, offset: number, access: number): Transaction {
    this.prepare();
    this.event.beginFault(pid, page, offset, access);
    this.transaction.pid = pid;
    return this.transaction;
  }

  /** What comes before any event that may change something. */
  private prepare(): void {
    this.endStores();
    this.reclaimer.beforeEvent();
  }

  /** Ends what open() began: the second half of run(), and of a call. */
  close(outcome: Record<string, unknown>): void {
    this.transaction.flushFaultCounts();
    this.event.finish(outcome);
    this.end(outcome);
    if (this.deferred.length > 0) this.happen();
  }

  /** Ends the event of a page fault. */
  closeFault(result: FaultResult): void {
    this.transaction.flushFaultCounts();
    const outcome = FAULT_OUTCOMES[result];
    if (result === FAULT_OUTCOME.minor) this.event.finishPlain();
    else this.event.finish(outcome);
    this.end(outcome);
    if (this.deferred.length > 0) this.happen();
  }

  /** What was to happen after the event. */
  private happen(): void {
    while (this.deferred.length > 0) this.deferred.shift()!(this);
  }

  /** Appends an event that changes nothing: a probe of the C library. */
  note(header: AnyRecord): void {
    this.endStores();
    this.begin(header, header.process as number);
    this.event.finish(NOTHING);
    this.end(NOTHING);
  }

  /** Lets something happen right after the open event. */
  defer(happen: (machine: Machine) => void): void {
    this.deferred.push(happen);
  }

  /**
   * Begins a process's store event, or goes on with it, for stores that are effects at once: what is emitted next, of the
   * frequent kinds, is part of it.
   *
   * @internal
   */
  openStores(pid: number): FrequentEmitters {
    this.beginStores(pid);
    if (!this.pendingStores.isEmpty) this.encodeStores();
    return this.frequent;
  }

  /** Changes bytes on behalf of user code: part of the process's store event, which is begun as needed. */
  store(pid: number, effect: AnyRecord): void {
    this.openStores(pid);
    this.apply(effect);
  }

  /** Begins a process's store event, or goes on with it. What is stored is noted in pendingStores. */
  beginStores(pid: number): void {
    if (this.storing !== pid) {
      this.endStores();
      this.event.beginStore(pid);
      this.transaction.pid = pid;
      this.storing = pid;
    } else if (this.pendingStores.isFull) this.encodeStores();
  }

  /** Whether a process's store event is open and has room: then beginStores() need not be called. */
  isStoring(pid: number): boolean {
    return this.storing === pid && !this.pendingStores.isFull;
  }

  /** Encodes the stores that were gathered, as effects of the event. */
  private encodeStores(): void {
    this.pendingStores.encode(this.state, this.storeEncoder);
  }

  /**
   * Ends the store event that is open, if any, and makes events of the accesses noted: before every other event, and
   * before the log is closed.
   */
  endStores(): void {
    if (this.storing !== NOBODY) this.endStoreEvent();
    if (this.accesses !== undefined) this.endAccesses(this.accesses);
  }

  /** Ends the store event that is open. */
  private endStoreEvent(): void {
    if (!this.pendingStores.isEmpty) this.encodeStores();
    this.storing = NOBODY;
    this.event.finishPlain();
    this.end(NOTHING);
  }

  /** Makes events of the accesses noted. */
  private endAccesses(accesses: AccessNotes): void {
    accesses.flush((run) => {
      this.begin({ kind: "access", ...run }, run.process);
      this.event.finish(NOTHING);
      this.end(NOTHING);
    });
  }

  /** Whether pages that are touched are noted. */
  get recordsAccesses(): boolean {
    return this.accesses !== undefined;
  }

  /** Notes that a process touched a page, when that is recorded. */
  noteAccess(pid: number, page: number, write: boolean, hasFaulted = false): void {
    const { accesses } = this;
    if (accesses === undefined) return;
    if (hasFaulted) return accesses.noteFault(pid, page, write);
    if (accesses.isFull) {
      // Within a call there is no room for further events: what it touches beyond that is not noted.
      if (this.event.header !== undefined && this.storing === NOBODY) return;
      this.endStores();
    }
    accesses.note(pid, page, write);
  }

  /** Encodes and reduces an effect of the open event. */
  apply(effect: AnyRecord): void {
    const emit = this.emitters.get(effect.kind);
    if (emit === undefined) assertThat(false, `effect ${effect.kind} is in no table`);
    emit!(effect);
  }

  /** Whether the open event may be interrupted: it is a call, or furnishes the machine. */
  get isInterruptible(): boolean {
    const kind = this.event.header?.kind;
    return kind !== undefined && (kind === "setup" || this.calls.has(kind));
  }

  /** Whether a call of the process is interrupted right now. */
  isInCall(pid: number): boolean {
    return this.interruptedPids.includes(pid);
  }

  /** Splits the open call: `happen` runs between <unfinished> and <resumed>. */
  interrupt<T>(happen: () => T): T {
    const { header } = this.event;
    assertThat(header !== undefined, "an interrupt outside an event");
    const pid = this.transaction.pid;
    this.transaction.flushFaultCounts();
    const unfinished = { unfinished: true, result: 0 };
    this.event.finish(unfinished);
    this.end(unfinished);
    this.interruptedPids.push(pid);
    const result = happen();
    this.endStores();
    this.interruptedPids.pop();
    const call = this.calls.get(header.kind);
    // An event that is no call has nothing to say that it is resumed: its header stands again.
    const again = call === undefined ? header : call.records.header(pid, true, call.defaults);
    this.begin(again, pid);
    return result;
  }

  /** Begins an event that process `pid` acts in. */
  private begin(header: AnyRecord, pid: number): void {
    this.event.begin(header);
    this.transaction.pid = pid;
  }

  /** Ends the event, whose outcome is encoded, and appends it. */
  private end(outcome: Record<string, unknown>): void {
    const { event } = this;
    const header = event.header!;
    this.fold.endEventById(this.state, event.kindId, header, outcome);
    event.append();
    this.reclaimer.endEvent(header, outcome);
    if (this.observer !== undefined) this.observer.event(header, outcome as AnyRecord);
  }
}
