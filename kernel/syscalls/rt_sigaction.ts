/**
 * rt_sigaction(signal, {handler, flags, mask}): what the process does with a signal.                 sigaction(2)
 *
 *  The action is given as values, as strace shows what the pointer points to; the old one is not returned (the C library
 *  knows it). A handler is an address, SIG_DFL 0 or SIG_IGN 1.
 *  Errors: EINVAL no signal with an action (1 … 31), SIGKILL or SIGSTOP.
 *  A signal that is pending and ignored from now on is forgotten.
 */

import { EINVAL } from "../errno.ts";
import { SIGNAL } from "../process/signal.ts";
import { LAST_ACTION_SIGNAL, SIG_IGN, signalBit } from "../state/signal_state.ts";
import { defineCall } from "./call.ts";

/** Signals that cannot be caught, blocked or ignored, as a set. */
export const UNBLOCKABLE = signalBit(SIGNAL.SIGKILL) | signalBit(SIGNAL.SIGSTOP);

/** sigaction(2). */
export const rtSigaction = defineCall("rt_sigaction", {
  id: 80,
  doc: "Set what the process does with a signal.",
  arguments: { signal: "signal", handler: "address", flags: "hex", mask: "hex" },
  decide(tx, { signal, handler, flags, mask }) {
    if (signal < 1 || signal > LAST_ACTION_SIGNAL || (signalBit(signal) & UNBLOCKABLE) !== 0) return -EINVAL;
    const action = { handler, flags, mask: mask & ~UNBLOCKABLE };
    tx.emit({ kind: "signalAction", process: tx.pid, number: signal, ...action });
    const { blocked, pending } = tx.process.signals;
    if (handler === SIG_IGN && (pending & signalBit(signal)) !== 0) {
      tx.emit({ kind: "signalSets", process: tx.pid, blocked, pending: pending & ~signalBit(signal) });
    }
    return 0;
  },
});
