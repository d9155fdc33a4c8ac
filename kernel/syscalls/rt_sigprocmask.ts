/**
 * rt_sigprocmask(how, set): block and unblock signals.                                              sigprocmask(2)
 *
 *  The set is given as a value: bit n - 1 for signal n. The old set is not returned (the C library knows it).
 *  Errors: EINVAL `how` is none of SIG_BLOCK 0, SIG_UNBLOCK 1, SIG_SETMASK 2. SIGKILL and SIGSTOP are never blocked.
 */

import { EINVAL } from "../errno.ts";
import { defineCall } from "./call.ts";
import { UNBLOCKABLE } from "./rt_sigaction.ts";

/** How sigprocmask changes the set of blocked signals. */
export const SIG_HOW = { BLOCK: 0, UNBLOCK: 1, SETMASK: 2 } as const;

/** sigprocmask(2). */
export const rtSigprocmask = defineCall("rt_sigprocmask", {
  id: 81,
  doc: "Block and unblock signals.",
  arguments: { how: "decimal", set: "hex" },
  decide(tx, { how, set }) {
    const { blocked: before, pending } = tx.process.signals;
    let blocked: number;
    if (how === SIG_HOW.BLOCK) blocked = before | set;
    else if (how === SIG_HOW.UNBLOCK) blocked = before & ~set;
    else if (how === SIG_HOW.SETMASK) blocked = set;
    else return -EINVAL;
    tx.emit({ kind: "signalSets", process: tx.pid, blocked: blocked & ~UNBLOCKABLE, pending });
    return 0;
  },
});
