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
import { type FaultResult, handleFault } from "./faults/handle_fault.ts";
import type { Machine } from "./machine.ts";
import { growDown } from "./memory/stack_growth.ts";
import { isPresent, isWritable } from "./memory/pte.ts";
import type { Vma } from "./memory/vma.ts";
import { VM, VM_ACCESS } from "./memory/vma_flags.ts";
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
/** The outcomes of fault events, by result. */
const OUTCOMES = Object.values(FAULT_OUTCOME).sort().map((result) => Object.freeze({ result }));
const MOST_FAULTS_OF_ONE_ACCESS = 4;
/** First address above user space's half of the canonical addresses, and the first below the kernel's (as a word). */
export const CANONICAL_END = 2 ** 47;
const KERNEL_HALF_START = -(2 ** 47);

/** Whether the page's entry and its VMA's rights permit the access, as the hardware would see it. */
export function isPermitted(state: State, spaceId: number, page: number, access: Access): boolean {
  const space = state.space(spaceId);
  const pte = space.pte(page);
  if (access.write) return isWritable(pte);
  if (!isPresent(pte)) return false;
  const vma = space.vmaAt(page);
  return vma !== undefined && (vma.flags & (access.execute ? VM.EXEC : VM_ACCESS)) !== 0;
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
  const page = pageOf(address);
  const spaceId = machine.state.process(pid).space;
  for (let count = 0; count < MOST_FAULTS_OF_ONE_ACCESS; count++) {
    if (address >= 0 && address < TASK_SIZE && isPermitted(machine.state, spaceId, page, access)) {
      machine.noteAccess(pid, page, access.write ?? false, count > 0);
      return undefined;
    }
    const result = faultEvent(machine, pid, spaceId, address, access);
    const signal = SIGNALS[result];
    if (signal !== undefined) {
      return { ...signal, address: result === FAULT_OUTCOME.generalProtection ? 0 : address };
    }
  }
  assertThat(false, `process ${pid} makes no progress at address ${address}`);
}

/** One page fault as an event. */
function faultEvent(
  machine: Machine,
  pid: number,
  spaceId: number,
  address: number,
  access: Access,
): FaultResult {
  const page = pageOf(address);
  const inside = address >= 0 && address < TASK_SIZE;
  const hasFrames = !inside || machine.reclaimer.beforeFault(pid, page, access.write ?? false);
  const pte = inside ? machine.state.space(spaceId).pte(page) : 0;
  const bits = (access.write ? FAULT_ACCESS.write : 0) | (access.execute ? FAULT_ACCESS.execute : 0) |
    (access.kernel ? FAULT_ACCESS.kernel : 0) | (isPresent(pte) ? FAULT_ACCESS.protection : 0);
  const where = inside ? page : Math.max(0, page);
  const offset = offsetInPage(address);
  const tx = machine.open({ kind: "fault", process: pid, page: where, offset, access: bits });
  let result: FaultResult = FAULT_OUTCOME.outOfMemory;
  if (hasFrames) result = inside ? decideFault(tx, page, access) : outsideResult(address);
  machine.close(OUTCOMES[result]);
  return result;
}

function outsideResult(address: number): FaultResult {
  const canonical = address < 0 ? address >= KERNEL_HALF_START : address < CANONICAL_END;
  return canonical ? FAULT_OUTCOME.segvMapErr : FAULT_OUTCOME.generalProtection;
}

/** do_user_addr_fault: finds the VMA, grows a stack, checks the rights, serves the fault. */
export function decideFault(tx: Transaction, page: number, access: Access): FaultResult {
  const vma = findForAccess(tx, page);
  if (vma === undefined) return FAULT_OUTCOME.segvMapErr;
  if (!permits(vma, access, tx.space.pte(page))) return FAULT_OUTCOME.segvAccErr;
  return handleFault(tx, vma, page, access.write ?? false, access.kernel ?? false);
}

/** The VMA of a page; a growing VMA above it is grown (lock_mm_and_find_vma). */
export function findForAccess(tx: Transaction, page: number): Vma | undefined {
  const { space } = tx;
  const vma = space.vmaFrom(page);
  if (vma === undefined || vma.startPage <= page) return vma;
  return growDown(tx, vma, page);
}

/**
 * access_error() of x86. An instruction fetch from an absent page that is readable but not executable is served like a
 * read first; the fetch then faults again on the page that is present.
 */
function permits(vma: Vma, access: Access, pte: number): boolean {
  if (access.write) return (vma.flags & VM.WRITE) !== 0;
  return !isPresent(pte) && (vma.flags & VM_ACCESS) !== 0;
}
