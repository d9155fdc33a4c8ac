/**
 * Signals: numbers, names, and delivery.
 *
 * Delivery is an event of its own. A signal without a handler whose default is to end the process ends it; the others
 * are recorded and change nothing.
 */

import type { Machine } from "../machine.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { exitProcess } from "./exit.ts";

/** Signal numbers of x86-64 Linux (signal(7)). */
export const SIGNAL = {
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10,
  SIGSEGV: 11, SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGSTKFLT: 16, SIGCHLD: 17, SIGCONT: 18, SIGSTOP: 19,
  SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22, SIGURG: 23, SIGXCPU: 24, SIGXFSZ: 25, SIGVTALRM: 26, SIGPROF: 27,
  SIGWINCH: 28, SIGIO: 29, SIGPWR: 30, SIGSYS: 31,
} as const;

/** Highest signal number, the real-time ones included. */
export const LAST_SIGNAL = 64;

const HARMLESS: ReadonlySet<number> = new Set([
  SIGNAL.SIGCHLD, SIGNAL.SIGURG, SIGNAL.SIGWINCH, SIGNAL.SIGCONT, SIGNAL.SIGSTOP, SIGNAL.SIGTSTP, SIGNAL.SIGTTIN,
  SIGNAL.SIGTTOU,
]);

/** The name of a signal, such as "SIGTERM". */
export function signalName(number: number): string {
  const found = Object.entries(SIGNAL).find(([, value]) => value === number);
  return found === undefined ? `SIG${number}` : found[0];
}

/** Delivers a signal to a process that has no handler for it. */
export function deliverSignal(machine: Machine, pid: number, number: number, code = 0, address = 0): void {
  const process = machine.state.processes.get(pid);
  if (process === undefined || process.state === PROCESS_ZOMBIE) return;
  machine.run({ kind: "signal", process: pid, number, code, address }, (tx) => {
    if (!HARMLESS.has(number)) exitProcess(tx, pid, number);
    return {};
  });
}
