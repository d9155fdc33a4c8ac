/**
 * wait4(pid, status, options, usage): wait for a child to end.                                       wait4(2)
 *
 *  pid: > 0 that child · -1 any child · others are not supported by process groups of one: 0 and < -1 as -1.
 *  Returns the pid of a child that ended, which is gone then; 0 with WNOHANG when none has ended yet.
 *  Errors, first match wins:
 *    EINVAL  options other than WNOHANG, WUNTRACED, WCONTINUED, __WNOTHREAD, __WALL, __WCLONE
 *    ECHILD  no such child
 *    ESRCH   pid is -2^31, which has no positive counterpart
 *    EFAULT  the status cannot be written (the child is gone all the same)
 */

import { ECHILD, EFAULT, EINVAL, ESRCH } from "../errno.ts";
import { copyToUser } from "../memory/user_copy.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { BLOCKED, defineCall } from "./call.ts";

/** Options of wait4. */
export const WAIT = { NOHANG: 1, UNTRACED: 2, CONTINUED: 8, NOTHREAD: 0x20000000, ALL: 0x40000000 } as const;
const WCLONE = -0x80000000;

/** wait4(2). */
export const wait4 = defineCall("wait4", {
  id: 45,
  doc: "Wait for a child to end.",
  arguments: { pid: "decimal", status: "address", options: "hex", usage: "address" },
  decide(tx, { pid, status, options }) {
    const known = WAIT.NOHANG | WAIT.UNTRACED | WAIT.CONTINUED | WAIT.NOTHREAD | WAIT.ALL | WCLONE;
    if ((options & ~known) !== 0) return -EINVAL;
    if (pid === -0x80000000) return -ESRCH;
    const child = findChild(tx, pid);
    if (child < 0) return child;
    if (child === 0) return (options & WAIT.NOHANG) !== 0 ? 0 : BLOCKED;
    const wstatus = tx.state.process(child).status;
    tx.emit({ kind: "processRemove", process: child });
    return status === 0 || writeStatus(tx, status, wstatus) ? child : -EFAULT;
  },
});

/** A child that ended, 0 when there are only living ones, -ECHILD without any. */
function findChild(tx: Transaction, pid: number): number {
  const { children } = tx.process;
  if (pid > 0) {
    if (children.get(pid) === undefined) return -ECHILD;
    return tx.state.process(pid).state === PROCESS_ZOMBIE ? pid : 0;
  }
  let child = children.next(0);
  if (child < 0) return -ECHILD;
  for (; child >= 0; child = children.next(child + 1)) {
    if (tx.state.process(child).state === PROCESS_ZOMBIE) return child;
  }
  return 0;
}

function writeStatus(tx: Transaction, address: number, status: number): boolean {
  const bytes = new Uint8Array(new Int32Array([status]).buffer);
  return copyToUser(tx, address, bytes.length, (frame, offset, done, lengthBytes) => {
    tx.emit({ kind: "bytesWrite", frame, offset, bytes: bytes.subarray(done, done + lengthBytes) });
  }) === bytes.length;
}
