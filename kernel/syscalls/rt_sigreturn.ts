/**
 * rt_sigreturn(blocked): come back from a signal handler.                                             sigreturn(2)
 *
 *  The set of blocked signals becomes what it was before the delivery. On a real machine it lies in the signal frame;
 *  here the runtime hands it over. What the interrupted code gets is not the call's result.
 */

import { defineCall } from "./call.ts";
import { UNBLOCKABLE } from "./rt_sigaction.ts";

/** sigreturn(2). */
export const rtSigreturn = defineCall("rt_sigreturn", {
  id: 82,
  doc: "Come back from a signal handler.",
  arguments: { blocked: "hex" },
  decide(tx, { blocked }) {
    const { pending } = tx.process.signals;
    tx.emit({ kind: "signalSets", process: tx.pid, blocked: blocked & ~UNBLOCKABLE, pending });
    return 0;
  },
});
