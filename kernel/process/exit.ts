/**
 * The end of a process and of its address space (kernel/exit.c: do_exit; mm/mmap.c: exit_mmap).
 *
 * Memory goes first, then descriptors; children become orphans of process 0, which stands for whoever started the
 * machine: it has waited for those that are dead already.
 */

import { ROOT_PLACE } from "../state/credentials.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { actionOf, SA, SIG_DFL, SIG_IGN, signalBit } from "../state/signal_state.ts";
import type { Transaction } from "../transaction.ts";
import { closeAll } from "./descriptors.ts";
import { setPlace } from "./place.ts";
import { endSpace } from "./space_end.ts";

/** Who inherits orphans: not a process, the outside. */
export const OUTSIDE_PID = 0;
const SIGCHLD = 17;

/**
 * Ends a process.
 *
 * @param status Its wait(2) status: exit code × 256, or the number of the signal that killed it.
 */
export function exitProcess(tx: Transaction, pid: number, status: number): void {
  tx.endWait(pid);
  leaveSpace(tx, pid, 0);
  closeAll(tx, pid);
  setPlace(tx, pid, ROOT_PLACE);
  orphanChildren(tx, pid);
  tx.emit({ kind: "processState", process: pid, state: PROCESS_ZOMBIE, status });
  tellParent(tx, pid);
}

/** SIGCHLD to a parent that handles it; one that ignores it has no zombies (do_notify_parent). */
function tellParent(tx: Transaction, pid: number): void {
  const parent = tx.state.processes.get(tx.state.process(pid).parent);
  if (parent === undefined) return;
  const { handler, flags } = actionOf(parent.signals, SIGCHLD);
  if (handler === SIG_DFL) return;
  if (handler !== SIG_IGN) {
    const { blocked, pending } = parent.signals;
    tx.emit({ kind: "signalSets", process: parent.pid, blocked, pending: pending | signalBit(SIGCHLD) });
  }
  if (handler === SIG_IGN || (flags & SA.NOCLDWAIT) !== 0) tx.emit({ kind: "processRemove", process: pid });
}

/** Moves a process to another address space (0: none), and ends the one it leaves when nobody else lives there. */
export function leaveSpace(tx: Transaction, pid: number, space: number): void {
  const left = tx.state.process(pid).space;
  tx.emit({ kind: "processSpace", process: pid, space, name: "" });
  endSpace(tx, left);
}

function orphanChildren(tx: Transaction, pid: number): void {
  for (;;) {
    const child = tx.state.process(pid).children.next(0);
    if (child < 0) return;
    if (tx.state.process(child).state === PROCESS_ZOMBIE) tx.emit({ kind: "processRemove", process: child });
    else tx.emit({ kind: "processParent", process: child, parent: OUTSIDE_PID });
  }
}
