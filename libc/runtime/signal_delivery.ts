/**
 * Signals of programs: delivered between two steps or in the middle of an access, and their handlers.
 *
 *      pending ── between two steps ──▶ deliver ──▶ handler on top of what ran ── its end ──▶ rt_sigreturn
 *      access  ── within a step ──────▶ deliver ──▶ handler runs to its end ────────────────▶ the access again
 *
 *   SD1  Each delivery is a step of the trace, so that the handler runs again where a child retraces.
 *   SD2  A handler within a step may make calls, but none that wait.
 *   SD3  A waiting call that a handler interrupts is made again (SA_RESTART) or fails with EINTR; a write that has written
 *        something returns how much.
 */

import {
  type AccessSignal,
  actionOf,
  BLOCKED,
  deliverSignal,
  EINTR,
  type Machine,
  nextPending,
  SA,
  SIG_DFL,
  SIG_IGN,
  SIGNAL,
  SIGNAL_CODE,
  signalName,
} from "@palimpsest/kernel";
import type { SignalCause } from "../calls/signals.ts";
import type { Activation, ProgramProcess } from "./program_process.ts";
import { mixArguments } from "./program_space.ts";
import { ProcessEnded, RunStopped } from "./stops.ts";
import type { Request, Task } from "./task.ts";
import { operationNumber, SIGNAL_BETWEEN, SIGNAL_WITHIN } from "./trace.ts";
import { waitingText } from "./waiting.ts";

/** A call that is to be made again after a handler (shown by strace, never seen by a program). */
const ERESTARTSYS = 512;
const RESTARTABLE: ReadonlySet<string> = new Set(["wait4", "read", "write", "open", "openat"]);
/** A signal and the set that was blocked before it share a column of the trace. */
const SIGNAL_UNIT = 64;

/** What delivering signals needs of the runtime. */
export interface DeliveryHost {
  readonly machine: Machine;
  isAlive(pid: number): boolean;
  /** Answers a request: a result, or BLOCKED. */
  perform(process: ProgramProcess, request: Request): number;
}

/** See the head of this file. */
export class SignalDelivery {
  /** The deliveries of a runtime. */
  constructor(private readonly host: DeliveryHost) {}

  /** Delivers a signal between two steps, if there is one; whether there was. */
  deliverBetween(process: ProgramProcess): boolean {
    const { trace } = process.space;
    if (trace.isRetracing) {
      if (trace.nextOperation !== SIGNAL_BETWEEN) return false;
      this.pushHandler(process, trace.takeSignal());
      return true;
    }
    const { signals } = this.host.machine.state.process(process.pid);
    const number = nextPending(signals);
    if (number === 0) return false;
    const { handler, flags } = actionOf(signals, number);
    if (process.waiting !== undefined && handler !== SIG_DFL && handler !== SIG_IGN) {
      this.interruptWait(process, (flags & SA.RESTART) !== 0);
    }
    const first = signals.blocked * SIGNAL_UNIT + number;
    const action = deliverSignal(this.host.machine, process.pid, number);
    if (!this.host.isAlive(process.pid)) throw new ProcessEnded();
    if (action === undefined) return true;
    trace.keep(SIGNAL_BETWEEN, first, 0, 0);
    this.pushHandler(process, { number: first, code: 0, address: 0 });
    return true;
  }

  /** A handler comes in the middle of a waiting call: the call is made again after it, or fails with EINTR. */
  private interruptWait(process: ProgramProcess, mayRestart: boolean): void {
    const { name, args } = process.waiting!;
    process.waiting = undefined;
    const restarts = mayRestart && RESTARTABLE.has(name);
    const errno = restarts ? -ERESTARTSYS : -EINTR;
    const result = this.host.machine.abandonCall(process.pid, name, errno);
    if (result === -ERESTARTSYS) return;
    const { top } = process;
    top.request = undefined;
    top.result = process.space.trace.keep(operationNumber(name), 0, mixArguments(args), result);
  }

  private pushHandler(process: ProgramProcess, signal: TracedSignal): void {
    const { number, cause, blockedBefore } = signalOf(signal);
    process.activations.push({ task: handlerTask(process, number, cause), result: 0, blockedBefore });
  }

  /** A handler ran to its end: what it interrupted goes on. */
  leaveHandler(process: ProgramProcess, handler: Activation): void {
    process.activations.pop();
    this.returnFromHandler(process, handler.blockedBefore ?? 0);
  }

  private returnFromHandler(process: ProgramProcess, blocked: number): void {
    if (process.space.trace.isRetracing || !this.host.isAlive(process.pid)) return;
    this.host.machine.call(process.pid, "rt_sigreturn", { blocked });
  }

  /** An access met a signal: its handler runs at once; without one the process ends. */
  meetWithin(process: ProgramProcess, { signal, code, address }: AccessSignal): void {
    this.deliverWithin(process, SIGNAL[signal], SIGNAL_CODE[code], address);
  }

  private deliverWithin(process: ProgramProcess, number: number, code: number, address: number): void {
    const { blocked } = this.host.machine.state.process(process.pid).signals;
    const first = blocked * SIGNAL_UNIT + number;
    const action = deliverSignal(this.host.machine, process.pid, number, code, address);
    if (action === undefined) {
      process.space.hasEnded = true;
      throw new ProcessEnded();
    }
    process.space.trace.keep(SIGNAL_WITHIN, first, code, address);
    this.runHandler(process, { number: first, code, address });
  }

  /** abort() in the middle of a step: a handler of SIGABRT runs, and does not help unless it throws. */
  abortWithin(process: ProgramProcess): never {
    this.deliverWithin(process, SIGNAL.SIGABRT, SIGNAL_CODE.SI_TKILL, 0);
    this.host.machine.call(process.pid, "rt_sigaction", { signal: SIGNAL.SIGABRT, handler: SIG_DFL });
    this.deliverWithin(process, SIGNAL.SIGABRT, SIGNAL_CODE.SI_TKILL, 0);
    throw new ProcessEnded();
  }

  /** A signal of an access before the fork: its handler runs again. */
  retraceWithin(process: ProgramProcess): void {
    this.runHandler(process, process.space.trace.takeSignal());
  }

  /** Runs a handler to its end within a step. */
  private runHandler(process: ProgramProcess, signal: TracedSignal): void {
    const { number, cause, blockedBefore } = signalOf(signal);
    const task = handlerTask(process, number, cause);
    const { space } = process;
    try {
      for (let next = task.next(0); !next.done;) {
        const result = this.host.perform(process, next.value);
        if (result === BLOCKED) this.refuseWait(process, number);
        next = task.next(result);
      }
    } finally {
      if (process.space === space) this.returnFromHandler(process, blockedBefore);
    }
  }

  private refuseWait(process: ProgramProcess, number: number): never {
    throw new RunStopped(
      "failure",
      `The handler of ${signalName(number)} waits in ${
        waitingText(process.waiting!)
      }: a handler that runs in the middle ` +
        `of a load or store may make calls, but none that wait.`,
    );
  }
}

/** A signal as traces keep it: `number` holds the set that was blocked before it as well. */
interface TracedSignal {
  readonly number: number;
  readonly code: number;
  readonly address: number;
}

function signalOf(
  { number, code, address }: TracedSignal,
): { number: number; cause: SignalCause; blockedBefore: number } {
  return {
    number: number % SIGNAL_UNIT,
    cause: { code, address },
    blockedBefore: Math.floor(number / SIGNAL_UNIT),
  };
}

function* handlerTask(process: ProgramProcess, number: number, cause: SignalCause): Task<void> {
  const { c } = process;
  const { stackPointer } = c;
  const task = c.takeHandler(number)?.(number, cause);
  if (task !== undefined) yield* task;
  c.stackPointer = stackPointer;
}
