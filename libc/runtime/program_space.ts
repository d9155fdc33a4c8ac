/**
 * The memory and the calls of one program: what UserSpace does, as steps of the program's trace.
 *
 *      live        step ──▶ machine ──▶ result ──▶ trace
 *      retracing   step ──▶ trace ──▶ result                 nothing happens to the machine
 *
 *   PS1  Every access and every call of a program goes through here, those of the C library's own code too.
 *   PS2  A signal that an access meets goes to `guard`, which runs the handler and returns, or throws.
 *   PS3  A task that was made and not run (a forgotten `yield*`) is found at the next step.
 *   PS4  A program that only loads or stores is stopped as well as one that makes calls: steps between two events are
 *        counted.
 */

import {
  type AccessSignal,
  BLOCKED,
  type CallArguments,
  hex,
  type Machine,
  PROCESS_ZOMBIE,
} from "@palimpsest/kernel";
import type { Counters, RuntimeDoor } from "../calls/core.ts";
import { UserSpace } from "../memory/user_space.ts";
import { ProcessEnded, RunStopped } from "./stops.ts";
import { requireAddress, requireWholeArguments } from "./whole_numbers.ts";
import { mixBytes, mixNumber, mixText, operationNumber, SIGNAL_WITHIN, Trace } from "./trace.ts";

const LOAD8 = operationNumber("load8");
const LOAD16 = operationNumber("load16");
const LOAD32 = operationNumber("load32");
const LOAD64 = operationNumber("load64");
const TRY_LOAD32 = operationNumber("tryLoad32");
/** In the trace: a load that met a signal. */
const NOTHING = -1;
const STORE8 = operationNumber("store8");
const STORE16 = operationNumber("store16");
const STORE32 = operationNumber("store32");
const STORE64 = operationNumber("store64");
const LOAD_BYTES = operationNumber("loadBytes");
const STORE_BYTES = operationNumber("storeBytes");
const FILL = operationNumber("fill");
const COPY = operationNumber("copy");

/** Stores after which a store event ends, so that none grows without bound. */
const STORES_PER_EVENT = 4096;
/** Steps without an event after which a program is taken to run without end. */
const STEPS_WITHOUT_EVENT_LIMIT = 50_000_000;

/** What watches over a program's steps. */
export interface SpaceGuard {
  /** Called when there were events since the last step: throws when there were too many. */
  noticeEvents(eventCount: number): void;
  /** An access met a signal. Returns when the access is to be tried again. */
  meetSignal(signal: AccessSignal): void;
  /** What the process has done so far. */
  readCounter(name: keyof Counters): number;
  /** Ends the process with SIGABRT; a handler may throw. */
  abort(): never;
  /** A signal that an access met before the fork: its handler runs again. */
  retraceSignal(): void;
}

/** See the head of this file. */
export class ProgramSpace extends UserSpace implements RuntimeDoor {
  trace = new Trace();
  /** The name of a task that was made and not begun; "" when there is none. */
  unbegunTask = "";
  /** The process has ended: nothing of its program may run any more. */
  hasEnded = false;
  /** Whether an access is under way: what it consists of is no step of its own; a handler's accesses are. */
  private isInner = false;
  private storesInEvent = 0;
  private stepsSinceEvent = 0;
  private lastEventCount = 0;

  /** The memory of process `pid`, watched over by `guard`. */
  constructor(machine: Machine, pid: number, private readonly guard: SpaceGuard) {
    super(machine, pid);
    this.onSignal = (signal) => {
      const { isInner } = this;
      this.isInner = false;
      try {
        guard.meetSignal(signal);
      } finally {
        this.isInner = isInner;
      }
      return true;
    };
  }

  /** Whether a step is answered by the trace; checks what must hold before every step. */
  isRetraced(): boolean {
    if (this.unbegunTask !== "") this.refuseUnbegun();
    if (this.hasEnded) throw new ProcessEnded();
    // The handler of a retraced signal may itself come to the fork: then the step is made for real.
    while (this.trace.isRetracing) {
      if (this.trace.nextOperation !== SIGNAL_WITHIN) return true;
      this.guard.retraceSignal();
    }
    if (this.machine.state.eventCount !== this.lastEventCount) this.noticeEvents();
    if (++this.stepsSinceEvent >= STEPS_WITHOUT_EVENT_LIMIT) this.refuseEndless();
    return false;
  }

  override load8(address: number): number {
    if (this.isInner) return super.load8(address);
    requireAddress(address);
    if (this.isRetraced()) return this.trace.take(LOAD8, address, 0);
    this.isInner = true;
    try {
      return this.trace.keep(LOAD8, address, 0, super.load8(address));
    } finally {
      this.isInner = false;
    }
  }

  override load16(address: number): number {
    if (this.isInner) return super.load16(address);
    requireAddress(address);
    if (this.isRetraced()) return this.trace.take(LOAD16, address, 0);
    this.isInner = true;
    try {
      return this.trace.keep(LOAD16, address, 0, super.load16(address));
    } finally {
      this.isInner = false;
    }
  }

  override load32(address: number): number {
    if (this.isInner) return super.load32(address);
    requireAddress(address);
    if (this.isRetraced()) return this.trace.take(LOAD32, address, 0);
    this.isInner = true;
    try {
      return this.trace.keep(LOAD32, address, 0, super.load32(address));
    } finally {
      this.isInner = false;
    }
  }

  override tryLoad32(address: number): number | undefined {
    if (this.isInner) return super.tryLoad32(address);
    requireAddress(address);
    const isRetraced = this.isRetraced();
    const value = isRetraced ? this.trace.take(TRY_LOAD32, address, 0) : super.tryLoad32(address) ?? NOTHING;
    if (!isRetraced) this.trace.keep(TRY_LOAD32, address, 0, value);
    return value === NOTHING ? undefined : value;
  }

  override load64(address: number): number {
    if (this.isInner) return super.load64(address);
    requireAddress(address);
    if (this.isRetraced()) return this.trace.take(LOAD64, address, 0);
    this.isInner = true;
    try {
      return this.trace.keep(LOAD64, address, 0, super.load64(address));
    } finally {
      this.isInner = false;
    }
  }

  override store8(address: number, value: number): void {
    if (this.isInner) return super.store8(address, value);
    requireAddress(address);
    const rest = mixNumber(0, value);
    if (this.isRetraced()) return void this.trace.take(STORE8, address, rest);
    this.beginStore();
    try {
      super.store8(address, value);
      this.trace.keep(STORE8, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override store16(address: number, value: number): void {
    if (this.isInner) return super.store16(address, value);
    requireAddress(address);
    const rest = mixNumber(0, value);
    if (this.isRetraced()) return void this.trace.take(STORE16, address, rest);
    this.beginStore();
    try {
      super.store16(address, value);
      this.trace.keep(STORE16, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override store32(address: number, value: number): void {
    if (this.isInner) return super.store32(address, value);
    requireAddress(address);
    const rest = mixNumber(0, value);
    if (this.isRetraced()) return void this.trace.take(STORE32, address, rest);
    this.beginStore();
    try {
      super.store32(address, value);
      this.trace.keep(STORE32, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override store64Halves(address: number, low: number, high: number): void {
    if (this.isInner) return super.store64Halves(address, low, high);
    requireAddress(address);
    const rest = mixNumber(mixNumber(0, low), high);
    if (this.isRetraced()) return void this.trace.take(STORE64, address, rest);
    this.beginStore();
    try {
      super.store64Halves(address, low, high);
      this.trace.keep(STORE64, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override loadBytes(address: number, lengthBytes: number): Uint8Array {
    if (this.isInner) return super.loadBytes(address, lengthBytes);
    requireAddress(address);
    if (this.isRetraced()) return this.trace.takeBytes(LOAD_BYTES, address, lengthBytes);
    this.isInner = true;
    try {
      return this.trace.keepBytes(LOAD_BYTES, address, lengthBytes, super.loadBytes(address, lengthBytes));
    } finally {
      this.isInner = false;
    }
  }

  override storeBytes(address: number, bytes: Uint8Array): void {
    if (this.isInner) return super.storeBytes(address, bytes);
    requireAddress(address);
    const rest = mixBytes(0, bytes);
    if (this.isRetraced()) return void this.trace.take(STORE_BYTES, address, rest);
    this.beginStore();
    try {
      super.storeBytes(address, bytes);
      this.trace.keep(STORE_BYTES, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override fill(address: number, lengthBytes: number, value: number): void {
    if (this.isInner) return super.fill(address, lengthBytes, value);
    requireAddress(address);
    const rest = mixNumber(mixNumber(0, lengthBytes), value);
    if (this.isRetraced()) return void this.trace.take(FILL, address, rest);
    this.beginStore();
    try {
      super.fill(address, lengthBytes, value);
      this.trace.keep(FILL, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override copy(address: number, from: number, lengthBytes: number): void {
    if (this.isInner) return super.copy(address, from, lengthBytes);
    requireAddress(address);
    const rest = mixNumber(mixNumber(0, from), lengthBytes);
    if (this.isRetraced()) return void this.trace.take(COPY, address, rest);
    this.beginStore();
    try {
      super.copy(address, from, lengthBytes);
      this.trace.keep(COPY, address, rest, 0);
    } finally {
      this.isInner = false;
    }
  }

  override call(name: string, args: CallArguments): number {
    requireWholeArguments(name, args);
    const operation = operationNumber(name);
    const rest = mixArguments(args);
    if (this.isRetraced()) return this.trace.take(operation, 0, rest);
    const result = super.call(name, args);
    if (result === BLOCKED) this.refuseWait(name);
    this.noticeEnd();
    return this.trace.keep(operation, 0, rest, result);
  }

  private refuseWait(name: string): never {
    throw new RunStopped(
      "failure",
      `${name}() would have to wait here; opening a FIFO is yield* c.openFifo(path, flags).`,
    );
  }

  /** A signal that came with a call's error, or the OOM killer, may have ended the process. */
  private noticeEnd(): void {
    const process = this.machine.state.processes.get(this.pid);
    if (process !== undefined && process.state !== PROCESS_ZOMBIE) return;
    this.hasEnded = true;
    throw new ProcessEnded();
  }

  protected override refuseWord(address: number): never {
    throw new RunStopped("failure", `The word at ${hex(address)} is no address and no number below 2^53.`);
  }

  /** Reads a counter of the process. */
  readCounter(name: keyof Counters): number {
    const operation = operationNumber(name);
    if (this.isRetraced()) return this.trace.take(operation, 0, 0);
    return this.trace.keep(operation, 0, 0, this.guard.readCounter(name));
  }

  override observe(name: string, look: () => readonly number[]): readonly number[] {
    const operation = operationNumber(name);
    if (this.isRetraced()) return [...new Float64Array(this.trace.takeBytes(operation, 0, 0).buffer)];
    const seen = look();
    this.trace.keepBytes(operation, 0, 0, new Uint8Array(Float64Array.from(seen).buffer));
    return seen;
  }

  override probe(kind: string, event: Record<string, number | string>): void {
    const { process: _, ...fields } = event;
    const operation = operationNumber(kind);
    const rest = mixArguments(fields);
    if (this.isRetraced()) return void this.trace.take(operation, 0, rest);
    super.probe(kind, event);
    this.trace.keep(operation, 0, rest, 0);
  }

  /** Ends the process with SIGABRT. A handler that threw on the way to a fork throws again. */
  abort(): never {
    this.isRetraced();
    return this.guard.abort();
  }

  /** Something happened since the last step. */
  private noticeEvents(): void {
    this.lastEventCount = this.machine.state.eventCount;
    this.stepsSinceEvent = 0;
    this.storesInEvent = 0;
    this.guard.noticeEvents(this.lastEventCount);
  }

  private refuseEndless(): never {
    throw new RunStopped(
      "limit",
      `Process ${this.pid} made ${STEPS_WITHOUT_EVENT_LIMIT} loads and stores without a call or a fault: ` +
        `it seems to run without end.`,
    );
  }

  private beginStore(): void {
    this.isInner = true;
    if (++this.storesInEvent < STORES_PER_EVENT) return;
    this.machine.endStores();
    this.storesInEvent = 0;
  }

  /** Stops the run: a task was made, and the program went on without it. */
  refuseUnbegun(): never {
    const name = this.unbegunTask;
    throw new RunStopped(
      "failure",
      `${name}() was called without yield*: it may wait or let another process run, so write \`yield* c.${name}(…)\`.`,
    );
  }
}

/** A mix of the arguments of a call, whatever their order. */
export function mixArguments(args: CallArguments): number {
  let sum = 0;
  for (const name of Object.keys(args)) {
    const value = args[name];
    const named = mixText(0, name);
    if (typeof value === "number") sum += mixNumber(named, value);
    else if (typeof value === "string") sum += mixText(named, value);
    else sum += mixBytes(named, value);
  }
  return sum | 0;
}
