/**
 * The end of an address space (mm/mmap.c: exit_mmap): when its last process exits or execs, its pages, its mappings and
 * then the space itself go.
 */

import { TASK_SIZE_PAGES } from "../address.ts";
import type { Transaction } from "../transaction.ts";
import { unmapPages } from "../memory/unmap_region.ts";
import { removeVma } from "../memory/vma_edit.ts";

/** Gives up an address space that no process lives in any more; nothing when one does, or for space 0 (none). */
export function endSpace(tx: Transaction, spaceId: number): void {
  if (spaceId === 0) return;
  const space = tx.state.space(spaceId);
  if (space.users > 0) return;
  const vmas = [...space.vmas.items()];
  unmapPages(tx, spaceId, 0, TASK_SIZE_PAGES);
  for (const vma of vmas) removeVma(tx, vma);
  tx.emit({ kind: "spaceRemove", space: spaceId });
}
