/**
 * The MMU: an access of user code or of the kernel to user memory, with the page faults it takes.
 *
 *      PTE permits ──▶ done
 *      else fault event: no VMA, or not its rights ──▶ signal
 *                        handleFault ──▶ minor, major (and the access is tried again) ──▶ signal
 *
 *   MM1  Every fault is one event, recorded with the access that caused it; the fault that ends in a signal too.
 *   MM2  An access makes progress with each fault; more than a few in a row mean a bug of ours.
 */

import { offsetInPage, pageOf, TASK_SIZE } from "./address.ts";
import { assertThat } from "./assert.ts";
import { FAULT_ACCESS, FAULT_OUTCOME } from "./event/events.ts";
import { type FaultResult, serveFault } from "./faults/handle_fault.ts";
import type { Machine } from "./machine.ts";
import { growDown } from "./memory/stack_growth.ts";
import { isPresent, isWritable } from "./memory/pte.ts";
import type { Vma } from "./memory/vma.ts";
import { VM, VM_ACCESS } from "./memory/vma_flags.ts";
import type { Space } from "./state/space.ts";
import type { State } from "./state/state.ts";
import type { Transaction } from "./transaction.ts";

/** How memory is touched. */
export interface Access {
  /** A write; otherwise a read. */
  readonly write?: boolean;
  /** An instruction fetch. */
  readonly execute?: boolean;
  /** The kernel touches user memory during a call: no signal is delivered, the call deals with it. */
  readonly kernel?: boolean;
}

/** The signal an access ends in: siginfo's si_signo, si_code by name, and si_addr. */
export interface AccessSignal {
  /** The signal. */
  readonly signal: "SIGSEGV" | "SIGBUS" | "SIGKILL";
  /** Its si_code. */
  readonly code: "SEGV_MAPERR" | "SEGV_ACCERR" | "BUS_ADRERR" | "SI_KERNEL";
  /** Its si_addr, in bytes. */
  readonly address: number;
}

const SIGNALS: Readonly<Record<number, Omit<AccessSignal, "address">>> = {
  [FAULT_OUTCOME.segvMapErr]: { signal: "SIGSEGV", code: "SEGV_MAPERR" },
  [FAULT_OUTCOME.segvAccErr]: { signal: "SIGSEGV", code: "SEGV_ACCERR" },
  [FAULT_OUTCOME.busAdrErr]: { signal: "SIGBUS", code: "BUS_ADRERR" },
  [FAULT_OUTCOME.generalProtection]: { signal: "SIGSEGV", code: "SI_KERNEL" },
  [FAULT_OUTCOME.outOfMemory]: { signal: "SIGKILL", code: "SI_KERNEL" },
};
const MOST_FAULTS_OF_ONE_ACCESS = 4;
const { minor: MINOR, major: MAJOR } = FAULT_OUTCOME;
const { write: WRITE, execute: EXECUTE, kernel: KERNEL, protection: PROTECTION } = FAULT_ACCESS;
/** First address above user space's half of the canonical addresses, and the first below the kernel's (as a word). */
export const CANONICAL_END = 2 ** 47;
const KERNEL_HALF_START = -(2 ** 47);

/** Whether the page's entry and its VMA's rights permit the access, as the hardware would see it. */
export function isPermitted(state: State, spaceId: number, page: number, access: Access): boolean {
  const space = state.space(spaceId);
  return permitsTouch(space, page, space.pte(page), bitsOf(access));
}

/** The same for an access given by its bits (FAULT_ACCESS), to a page with this entry. */
function permitsTouch(space: Space, page: number, pte: number, bits: number): boolean {
  if ((bits & WRITE) !== 0) return isWritable(pte);
  if (!isPresent(pte)) return false;
  const vma = space.vmaAt(page);
  return vma !== undefined && (vma.flags & ((bits & EXECUTE) !== 0 ? VM.EXEC : VM_ACCESS)) !== 0;
}

function bitsOf({ write, execute, kernel }: Access): number {
  return (write ? WRITE : 0) | (execute ? EXECUTE : 0) | (kernel ? KERNEL : 0);
}

/**
 * Touches the byte at `address`, which must not cross a page; faults become events.
 *
 * @param address A word: negative for the upper half.
 * @returns Nothing when the access succeeds; else the signal it ends in (not delivered: that is the caller's).
 */
export function touchMemory(
  machine: Machine,
  pid: number,
  address: number,
  access: Access,
): AccessSignal | undefined {
  const bits = bitsOf(access);
  if (address < 0 || address >= TASK_SIZE) {
    return signalOf(outsideEvent(machine, pid, address, bits), address);
  }
  const page = pageOf(address);
  for (let count = 0; count < MOST_FAULTS_OF_ONE_ACCESS; count++) {
    const space = machine.state.spaceOf(pid);
    const pte = space.pte(page);
    if (permitsTouch(space, page, pte, bits)) {
      if (machine.recordsAccesses) machine.noteAccess(pid, page, (bits & WRITE) !== 0, count > 0);
      return undefined;
    }
    const result = machine.reclaimer.hasPlenty
      ? faultEvent(machine, pid, address, isPresent(pte) ? bits | PROTECTION : bits)
      : tightFaultEvent(machine, pid, address, bits);
    if (result !== MINOR && result !== MAJOR) return signalOf(result, address);
  }
  assertThat(false, `process ${pid} makes no progress at address ${address}`);
}

function signalOf(result: FaultResult, address: number): AccessSignal {
  return { ...SIGNALS[result], address: result === FAULT_OUTCOME.generalProtection ? 0 : address };
}

/** One page fault as an event, while there are frames enough. */
function faultEvent(machine: Machine, pid: number, address: number, bits: number): FaultResult {
  const page = pageOf(address);
  const result = decideTouch(machine.openFault(pid, page, offsetInPage(address), bits), page, bits);
  machine.closeFault(result);
  return result;
}

/** One page fault as an event, when frames may have to be made free first: the page itself may go meanwhile. */
function tightFaultEvent(machine: Machine, pid: number, address: number, bits: number): FaultResult {
  const page = pageOf(address);
  const hasFrames = machine.reclaimer.beforeFault(pid, page, (bits & WRITE) !== 0);
  const isThere = isPresent(machine.state.spaceOf(pid).pte(page));
  const tx = machine.openFault(pid, page, offsetInPage(address), isThere ? bits | PROTECTION : bits);
  const result = hasFrames ? decideTouch(tx, page, bits) : FAULT_OUTCOME.outOfMemory;
  machine.closeFault(result);
  return result;
}

/** A fault outside user space as an event. */
function outsideEvent(machine: Machine, pid: number, address: number, bits: number): FaultResult {
  machine.openFault(pid, Math.max(0, pageOf(address)), offsetInPage(address), bits);
  const canonical = address < 0 ? address >= KERNEL_HALF_START : address < CANONICAL_END;
  const result = canonical ? FAULT_OUTCOME.segvMapErr : FAULT_OUTCOME.generalProtection;
  machine.closeFault(result);
  return result;
}

/** do_user_addr_fault: finds the VMA, grows a stack, checks the rights, serves the fault. */
export function decideFault(tx: Transaction, page: number, access: Access): FaultResult {
  return decideTouch(tx, page, bitsOf(access));
}

/** The same of an access given by its bits (FAULT_ACCESS). */
function decideTouch(tx: Transaction, page: number, bits: number): FaultResult {
  const vma = findForAccess(tx, page);
  if (vma === undefined) return FAULT_OUTCOME.segvMapErr;
  const pte = tx.state.space(vma.space).pte(page);
  if (!permitsFault(vma, pte, bits)) return FAULT_OUTCOME.segvAccErr;
  return serveFault(tx, vma, page, pte, (bits & WRITE) !== 0, (bits & KERNEL) !== 0);
}

/** The VMA of a page; a growing VMA above it is grown (lock_mm_and_find_vma). */
export function findForAccess(tx: Transaction, page: number): Vma | undefined {
  const { space } = tx;
  const vma = space.vmaAt(page) ?? space.vmaFrom(page);
  if (vma === undefined || vma.startPage <= page) return vma;
  return growDown(tx, vma, page);
}

/**
 * access_error() of x86. An instruction fetch from an absent page that is readable but not executable is served like a
 * read first; the fetch then faults again on the page that is present.
 */
function permitsFault(vma: Vma, pte: number, bits: number): boolean {
  if ((bits & WRITE) !== 0) return (vma.flags & VM.WRITE) !== 0;
  return !isPresent(pte) && (vma.flags & VM_ACCESS) !== 0;
}
