/**
 * Signals: numbers, names, sending and delivery (kernel/signal.c).
 *
 *      send ──▶ no handler, not blocked: delivered right after the event
 *           ──▶ else pending ── the process runs user code again ──▶ delivered
 *      deliver ──▶ handler: blocks its mask, returns to user code in the handler; rt_sigreturn sets the mask back
 *              ──▶ default: ends the process, or nothing
 *
 *   SG1  A delivery is an event of its own. Who runs user code asks for what is pending (nextPending), delivers it, and
 *        runs the handler.
 *   SG2  A fault's signal cannot wait: when it is blocked or ignored, it ends the process (force_sig_info).
 */

import type { Machine } from "../machine.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import {
  actionOf,
  hasSignal,
  SA,
  SIG_DFL,
  SIG_IGN,
  type SignalAction,
  signalBit,
} from "../state/signal_state.ts";
import type { Transaction } from "../transaction.ts";
import { exitProcess } from "./exit.ts";

/** Signal numbers of x86-64 Linux (signal(7)). */
export const SIGNAL = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

/** Highest signal number, the real-time ones included. */
export const LAST_SIGNAL = 64;

/** si_code of a signal's cause, by name (siginfo). */
export const SIGNAL_CODE = {
  SI_USER: 0,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  BUS_ADRERR: 2,
  SI_KERNEL: 0x80,
  SI_TKILL: -6,
} as const;

const HARMLESS: ReadonlySet<number> = new Set([
  SIGNAL.SIGCHLD,
  SIGNAL.SIGURG,
  SIGNAL.SIGWINCH,
  SIGNAL.SIGCONT,
  SIGNAL.SIGSTOP,
  SIGNAL.SIGTSTP,
  SIGNAL.SIGTTIN,
  SIGNAL.SIGTTOU,
]);

/** The name of a signal, such as "SIGTERM". */
export function signalName(number: number): string {
  const found = Object.entries(SIGNAL).find(([, value]) => value === number);
  return found === undefined ? `SIG${number}` : found[0];
}

/** Sends a signal to a process, from within an event. */
export function sendSignal(tx: Transaction, pid: number, number: number): void {
  const { signals, state } = tx.state.process(pid);
  if (state === PROCESS_ZOMBIE) return;
  const { handler } = actionOf(signals, number);
  const isBlocked = hasSignal(signals.blocked, number);
  if (!isBlocked && handler === SIG_DFL) tx.defer((machine) => void deliverSignal(machine, pid, number));
  else if (isBlocked || handler !== SIG_IGN) {
    const pending = signals.pending | signalBit(number);
    tx.emit({ kind: "signalSets", process: pid, blocked: signals.blocked, pending });
  }
}

/**
 * Delivers a signal to a process.
 *
 * @param code Its si_code; @param address its si_addr.
 * @returns The action whose handler is to run now; undefined when there is none.
 */
export function deliverSignal(
  machine: Machine,
  pid: number,
  number: number,
  code = 0,
  address = 0,
): SignalAction | undefined {
  const process = machine.state.processes.get(pid);
  if (process === undefined || process.state === PROCESS_ZOMBIE) return undefined;
  const action = actionOf(process.signals, number);
  const isCaught = action.handler !== SIG_DFL && action.handler !== SIG_IGN &&
    !hasSignal(process.signals.blocked, number);
  machine.run({ kind: "signal", process: pid, number, code, address }, (tx) => {
    if (isCaught) enterHandler(tx, number, action);
    else takeDefault(tx, number);
    return {};
  });
  return isCaught ? action : undefined;
}

function enterHandler(tx: Transaction, number: number, { flags, mask }: SignalAction): void {
  const { signals } = tx.process;
  const own = (flags & SA.NODEFER) !== 0 ? 0 : signalBit(number);
  const blocked = signals.blocked | mask | own;
  const pending = signals.pending & ~signalBit(number);
  tx.emit({ kind: "signalSets", process: tx.pid, blocked, pending });
  if ((flags & SA.RESETHAND) === 0) return;
  tx.emit({ kind: "signalAction", process: tx.pid, number, handler: SIG_DFL, flags: 0, mask: 0 });
}

function takeDefault(tx: Transaction, number: number): void {
  const { blocked, pending } = tx.process.signals;
  if (hasSignal(pending, number)) {
    tx.emit({ kind: "signalSets", process: tx.pid, blocked, pending: pending & ~signalBit(number) });
  }
  if (!HARMLESS.has(number)) exitProcess(tx, tx.pid, number);
}

/** What execve leaves of the actions: handlers are gone, what is ignored stays so (flush_signal_handlers). */
export function forgetHandlers(tx: Transaction): void {
  for (const [number, { handler }] of tx.process.signals.actions) {
    if (handler === SIG_IGN) continue;
    tx.emit({ kind: "signalAction", process: tx.pid, number, handler: SIG_DFL, flags: 0, mask: 0 });
  }
}
