/**
 * Copies between the kernel and user memory, page by page (copy_to_user, copy_from_user).
 *
 * A page that faults interrupts the call: the faults are events of their own, then the call goes on. A fault that
 * cannot be served ends the copy there; the call reports what it got done, or EFAULT.
 */

import { offsetInPage, PAGE_SIZE, pageOf, TASK_SIZE } from "../address.ts";
import { touchMemory } from "../mmu.ts";
import type { Transaction } from "../transaction.ts";
import { isPermitted } from "../mmu.ts";
import { pteFrame } from "./pte.ts";

/**
 * Serves one part of a copy that lies in one user page.
 *
 * @param frame The frame of the user page.
 * @param offset Where the part starts in it.
 * @param done Bytes of the whole copy before the part.
 * @param lengthBytes Bytes of the part.
 */
export type CopyPart = (frame: number, offset: number, done: number, lengthBytes: number) => void;

/** Copies to user memory; how many bytes were copied before a page that could not be written. */
export function copyToUser(tx: Transaction, address: number, lengthBytes: number, produce: CopyPart): number {
  return copy(tx, address, lengthBytes, true, produce);
}

/** Copies from user memory; how many bytes were copied before a page that could not be read. */
export function copyFromUser(
  tx: Transaction,
  address: number,
  lengthBytes: number,
  consume: CopyPart,
): number {
  return copy(tx, address, lengthBytes, false, consume);
}

/** Whether a range lies in user space at all (access_ok): a copy outside fails before it starts. */
export function isUserRange(address: number, lengthBytes: number): boolean {
  return address >= 0 && lengthBytes >= 0 && address + lengthBytes <= TASK_SIZE;
}

function copy(tx: Transaction, address: number, lengthBytes: number, write: boolean, part: CopyPart): number {
  const { pid } = tx;
  for (let done = 0; done < lengthBytes;) {
    const at = address + done;
    const offset = offsetInPage(at);
    const partBytes = Math.min(PAGE_SIZE - offset, lengthBytes - done);
    if (!reachPage(tx, pid, at, write)) return done;
    part(pteFrame(tx.space.pte(pageOf(at))), offset, done, partBytes);
    done += partBytes;
  }
  return lengthBytes;
}

/** Makes the page of an address accessible to the kernel; false when it cannot be. */
function reachPage(tx: Transaction, pid: number, address: number, write: boolean): boolean {
  if (address < 0 || address >= TASK_SIZE) return false;
  const access = { write, kernel: true };
  if (isPermitted(tx.state, tx.process.space, pageOf(address), access)) {
    tx.noteAccess(pageOf(address), write);
    return true;
  }
  return tx.interrupt((machine) => touchMemory(machine, pid, address, access)) === undefined;
}
