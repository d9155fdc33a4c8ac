/**
 * The anon_vma of a VMA that gets its first private page (mm/rmap.c: __anon_vma_prepare).
 *
 * A neighbour's anon_vma is taken when the two VMAs could merge but for it, so that they can later
 * (find_mergeable_anon_vma); else a new root is made.
 */

import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import type { Vma } from "../memory/vma.ts";
import { newAnonVma, putVma } from "../memory/vma_edit.ts";
import { VM, VM_ACCESS, VM_STICKY } from "../memory/vma_flags.ts";

/** The VMA with an anon_vma: as it is, or as it stands after it got one. */
export function prepareAnonVma(tx: Transaction, vma: Vma): Vma {
  if (vma.anonVma !== 0) return vma;
  const anonVma = findMergeable(tx.state.space(vma.space), vma) ?? newAnonVma(tx, 0);
  return putVma(tx, { ...vma, anonVma, anonChain: [anonVma] });
}

function findMergeable(space: Space, vma: Vma): number | undefined {
  const next = space.vmas.next(vma.endPage);
  if (next !== undefined && isReusable(vma, next, next)) return next.anonVma;
  const prev = space.vmas.previous(vma.startPage);
  return prev !== undefined && isReusable(prev, vma, prev) ? prev.anonVma : undefined;
}

/** anon_vma_compatible() of two neighbours, and reusable_anon_vma() of the one that has it. */
function isReusable(below: Vma, above: Vma, owner: Vma): boolean {
  return below.endPage === above.startPage && below.file === above.file &&
    ((below.flags ^ above.flags) & ~(VM_ACCESS | VM_STICKY)) === 0 &&
    above.pageOffset === below.pageOffset + below.endPage - below.startPage &&
    owner.anonVma !== 0 && owner.anonChain.length === 1 && (owner.flags & VM.PFNMAP) === 0;
}
