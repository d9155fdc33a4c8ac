/**
 * FIFOs: pipes with a name (fs/pipe.c: fifo_open). Opened, one is a pipe; only opening it differs.
 *
 *     reading                 waits until somebody opens it for writing;  O_NONBLOCK: does not wait
 *     writing                 waits until somebody opens it for reading;  O_NONBLOCK: ENXIO when nobody has it open so
 *     reading and writing     never waits
 *
 *   FI1  Who waits counts as having it open, so that two who wait for each other meet. A signal takes that back.
 *   FI2  It is enough that the other one came, though it may be gone again: what is waited for is that the count of opens
 *        changes. The count it was when the wait began, and one, is the call's progress.
 */

import {
  BLOCKED,
  ENXIO,
  type FileOperations,
  type Inode,
  OPEN,
  type State,
  type Transaction,
} from "@palimpsest/kernel";
import { leavePipe, pipeOperations } from "./pipe_operations.ts";
import { pipesOf } from "./pipes.ts";

/** What opening, reading and writing a FIFO does. */
export const fifoOperations: FileOperations = { ...pipeOperations, open: openFifo };

function openFifo(tx: Transaction, { id: inode }: Inode, flags: number): number {
  const access = flags & OPEN.ACCMODE;
  if (tx.progress > 0) return waitForPartner(tx, inode, access, tx.progress - 1);
  const { readers, writers } = pipesOf(tx.state).get(inode);
  const isNonblocking = (flags & OPEN.NONBLOCK) !== 0;
  if (access === OPEN.WRONLY && isNonblocking && readers === 0) return -ENXIO;
  tx.emitForeign({
    kind: "pipeOpen",
    inode,
    readers: readers + (access === OPEN.WRONLY ? 0 : 1),
    writers: writers + (access === OPEN.RDONLY ? 0 : 1),
  });
  const partners = access === OPEN.RDONLY ? writers : readers;
  if (access === OPEN.RDWR || isNonblocking || partners > 0) return 0;
  return waitForPartner(tx, inode, access, partnerOpens(tx.state, inode, access));
}

/** Waits until the other side was opened once more than `opens` times. */
function waitForPartner(tx: Transaction, inode: number, access: number, opens: number): number {
  const isOver = (state: State) => partnerOpens(state, inode, access) !== opens;
  if (isOver(tx.state)) return 0;
  tx.progress = opens + 1;
  tx.wait({
    isOver,
    abandon(tx, errno) {
      const { readers, writers } = pipesOf(tx.state).get(inode);
      const isReader = access === OPEN.RDONLY;
      leavePipe(tx, inode, isReader ? readers - 1 : readers, isReader ? writers : writers - 1);
      return errno;
    },
  });
  return BLOCKED;
}

/** How often the side was opened that an opener with this access waits for. */
function partnerOpens(state: State, inode: number, access: number): number {
  const { readerOpens, writerOpens } = pipesOf(state).get(inode);
  return access === OPEN.RDONLY ? writerOpens : readerOpens;
}
