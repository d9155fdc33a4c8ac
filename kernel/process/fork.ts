/**
 * A new process (kernel/fork.c: copy_process, dup_mmap; mm/rmap.c: anon_vma_fork; mm/memory.c: copy_page_range).
 *
 *     the child's VMA        DONTFORK: none · WIPEONFORK: empty, without anon_vma · else a copy, unlocked
 *     its anon_vma           an ancestor's that no VMA uses any more, or a new one below the parent's
 *     its entries            copied when the VMA has an anon_vma or may have guards, else faulted in later
 *     private writable       both sides lose the right to write: the next write faults
 */

import { EAGAIN, ENOMEM } from "../errno.ts";
import { isEnoughMemory } from "../memory/address_limits.ts";
import { isCowMapping, type Vma, vmaPageCount } from "../memory/vma.ts";
import { newAnonVma, putVma } from "../memory/vma_edit.ts";
import { VM, VM_LOCKED_MASK } from "../memory/vma_flags.ts";
import { RLIMIT } from "../state/process.ts";
import type { State } from "../state/state.ts";
import type { Transaction } from "../transaction.ts";

/** Makes a copy of the acting process; its pid, or -EAGAIN, -ENOMEM (nothing done). */
export function forkProcess(tx: Transaction, options: { shareSpace: boolean }): number {
  if (tx.state.processes.size >= tx.process.limits[RLIMIT.NPROC].soft) return -EAGAIN;
  const child = tx.state.counters.process + 1;
  const parent = tx.process;
  if (options.shareSpace) {
    tx.emit({ kind: "processNew", process: child, parent: tx.pid, space: parent.space, name: parent.name });
  } else {
    if (!isForkAffordable(tx)) return -ENOMEM;
    const space = tx.state.counters.space + 1;
    tx.emit({ kind: "spaceNew", space, ...tx.space.layout, endBreak: tx.space.endBreak });
    tx.emit({ kind: "processNew", process: child, parent: tx.pid, space, name: parent.name });
    copySpace(tx, parent.space, space);
  }
  copyDescriptors(tx, child);
  return child;
}

/** dup_mmap charges each accounted VMA by itself. */
function isForkAffordable(tx: Transaction): boolean {
  for (const vma of tx.space.vmas.items()) {
    if ((vma.flags & (VM.DONTCOPY | VM.ACCOUNT)) === VM.ACCOUNT && !isEnoughMemory(tx, vmaPageCount(vma))) {
      return false;
    }
  }
  return true;
}

function copySpace(tx: Transaction, from: number, to: number): void {
  for (let vma = tx.state.space(from).vmas.next(0); vma !== undefined;) {
    if ((vma.flags & VM.DONTCOPY) === 0) copyVma(tx, vma, to);
    vma = tx.state.space(from).vmas.next(vma.endPage);
  }
}

function copyVma(tx: Transaction, vma: Vma, to: number): void {
  const flags = vma.flags & ~VM_LOCKED_MASK;
  const wiped = (vma.flags & VM.WIPEONFORK) !== 0;
  const links = wiped || vma.anonVma === 0 ? { anonVma: 0, anonChain: [] } : forkAnonVma(tx, vma);
  putVma(tx, { ...vma, space: to, flags, ...links });
  const needsCopy = vma.anonVma !== 0 || (vma.flags & (VM.PFNMAP | VM.MIXEDMAP | VM.MAYBE_GUARD)) !== 0;
  if (wiped || !needsCopy) return;
  const first = tx.state.space(vma.space).pages.nextLeaf(vma.startPage, vma.endPage);
  if (first < 0 || first >= vma.endPage) return;
  tx.emit({
    kind: "pagesShare",
    space: vma.space,
    toSpace: to,
    page: vma.startPage,
    count: vmaPageCount(vma),
    protect: isCowMapping(vma.flags),
  });
}

/** The child VMA's anon_vma and chain (anon_vma_fork). */
function forkAnonVma(tx: Transaction, vma: Vma): { anonVma: number; anonChain: readonly number[] } {
  const reused = vma.anonChain.find((id) => isReusable(tx.state, id));
  if (reused !== undefined) return { anonVma: reused, anonChain: vma.anonChain };
  const anonVma = newAnonVma(tx, vma.anonVma);
  return { anonVma, anonChain: [...vma.anonChain, anonVma] };
}

/** anon_vma_clone reuses an anon_vma that has no VMA of its own and at most one child. */
function isReusable(state: State, id: number): boolean {
  const { children, activeVmas } = state.anonVma(id);
  return children < 2 && activeVmas === 0;
}

function copyDescriptors(tx: Transaction, child: number): void {
  for (const [descriptor, { file, closeOnExec }] of tx.process.descriptors.entries()) {
    tx.emit({ kind: "descriptorPut", process: child, descriptor, file, closeOnExec });
  }
}
