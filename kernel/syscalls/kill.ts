/**
 * kill(pid, signal): send a signal to a process.                                                        kill(2)
 *
 *  Errors: EINVAL an invalid signal · ESRCH no such process. Signal 0 only asks. The delivery is an event of its own,
 *  after the call, or when the process runs its handler; a zombie takes any signal and nothing happens.
 */

import { EINVAL, ESRCH } from "../errno.ts";
import { LAST_SIGNAL, sendSignal } from "../process/signal.ts";
import { defineCall } from "./call.ts";

/** kill(2) of one process. */
export const kill = defineCall("kill", {
  id: 46,
  doc: "Send a signal to a process.",
  arguments: { pid: "decimal", signal: "signal" },
  decide(tx, { pid, signal }) {
    if (signal < 0 || signal > LAST_SIGNAL) return -EINVAL;
    if (tx.state.processes.get(pid) === undefined) return -ESRCH;
    if (signal !== 0) sendSignal(tx, pid, signal);
    return 0;
  },
});
