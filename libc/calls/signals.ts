/**
 * signal.h: what a process does with signals, and sending them.
 *
 *   SC1  A handler is a function of the program, plain or a generator; it has an address in the text, which the kernel
 *        keeps. It runs to completion: at the access that met the signal, or between two steps.
 *   SC2  A handler of an access that met a signal may throw: the access then throws that (as siglongjmp leaves it).
 */

import { SA, SIG_DFL, type SIG_IGN, signalBit } from "@palimpsest/kernel";
import type { Task } from "../runtime/task.ts";
import { Stdio } from "../stdio/stdio.ts";
import type { AddressedFunction } from "./core.ts";

/** Why a signal came (siginfo_t). */
export interface SignalCause {
  /** si_code: 0 from kill, SEGV_MAPERR, SEGV_ACCERR, BUS_ADRERR … */
  readonly code: number;
  /** si_addr: the address that was accessed. */
  readonly address: number;
}

/** A handler: called with the signal and its cause. */
export type SignalFunction = (signal: number, cause: SignalCause) => void | Task<unknown>;

/** A handler, or SIG_DFL (0), SIG_IGN (1). */
export type Disposition = SignalFunction | typeof SIG_DFL | typeof SIG_IGN;

/** How sigaction changes a signal's action. */
export interface SigactionMaking {
  /** What is called. */
  readonly handler: Disposition;
  /** SA_… bits. */
  readonly flags?: number;
  /** Signals that are blocked while the handler runs. */
  readonly mask?: readonly number[];
}

const SIGABRT = 6;
const SIG_UNBLOCK = 1;

/** Signals. */
export class SignalCalls extends Stdio {
  private readonly dispositions = new Map<number, Disposition>();
  private readonly servesOnce = new Set<number>();

  /** signal(2) as the C library has it: the handler stays, calls are restarted. The former one, or -1. */
  signal(signal: number, handler: Disposition): Disposition | -1 {
    const before = this.dispositions.get(signal) ?? SIG_DFL;
    return this.sigaction(signal, { handler, flags: SA.RESTART }) < 0 ? -1 : before;
  }

  /** sigaction(2): 0, or -1. */
  sigaction(signal: number, { handler, flags = 0, mask = [] }: SigactionMaking): number {
    const address = typeof handler === "number"
      ? handler
      : this.functionAddress(handler as AddressedFunction);
    const set = signalSet(mask);
    const result = this.call("rt_sigaction", { signal, handler: address, flags, mask: set });
    if (result < 0) return result;
    this.dispositions.set(signal, handler);
    if ((flags & SA.RESETHAND) !== 0) this.servesOnce.add(signal);
    else this.servesOnce.delete(signal);
    return 0;
  }

  /** sigprocmask(2): blocks (0), unblocks (1) or sets (2) the signals of a list. */
  *sigprocmask(how: number, signals: readonly number[]): Task<number> {
    return yield* this.waitingCall("rt_sigprocmask", { how, set: signalSet(signals) });
  }

  /** kill(2): sends a signal to a process. */
  *kill(pid: number, signal: number): Task<number> {
    return yield* this.waitingCall("kill", { pid, signal });
  }

  /** raise(3): sends a signal to the process itself. */
  *raise(signal: number): Task<number> {
    return yield* this.kill(this.getpid(), signal);
  }

  /** pause(2): waits for a signal with a handler; -1 with EINTR. */
  *pause(): Task<number> {
    return yield* this.waitingCall("pause", {});
  }

  /** abort(3): ends the process with SIGABRT; a handler may run first, and is not enough to survive. */
  *abort(): Task<never> {
    yield* this.sigprocmask(SIG_UNBLOCK, [SIGABRT]);
    yield* this.raise(SIGABRT);
    this.sigaction(SIGABRT, { handler: SIG_DFL });
    yield* this.raise(SIGABRT);
    throw new Error("abort() returned");
  }

  /** The handler of a signal that was delivered; one with SA_RESETHAND serves once. For the runtime. */
  takeHandler(signal: number): SignalFunction | undefined {
    const handler = this.dispositions.get(signal);
    if (typeof handler !== "function") return undefined;
    if (this.servesOnce.has(signal)) this.dispositions.delete(signal);
    return handler;
  }

  /** Whether the program has a handler for a signal. */
  protected hasHandler(signal: number): boolean {
    return typeof this.dispositions.get(signal) === "function";
  }

  /** getpid(2). */
  getpid(): number {
    return this.call("getpid", {});
  }

  /** getppid(2). */
  getppid(): number {
    return this.call("getppid", {});
  }
}

function signalSet(signals: readonly number[]): number {
  return signals.reduce((set, signal) => set | signalBit(signal), 0);
}
