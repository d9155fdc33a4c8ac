/**
 * Mapping the memory of a device: all pages at once, when the mapping is made (mm/memory.c: remap_pfn_range).
 *
 *   DP1  The pages belong to the device's inode, which holds them before it lets itself be mapped. They are never reclaimed,
 *        and mappings of them (VM_PFNMAP) count nowhere as memory in use.
 *   DP2  A private mapping that may write starts read-only: what is written is copied.
 */

import { assertThat } from "../assert.ts";
import type { Transaction } from "../transaction.ts";
import { isCowMapping, pageIndexIn, type Vma } from "./vma.ts";
import { VM } from "./vma_flags.ts";

/** Maps every page of a VMA. */
export function mapDevicePages(tx: Transaction, vma: Vma): void {
  const inode = tx.state.inode(vma.inode);
  const isWritable = (vma.flags & VM.WRITE) !== 0 && !isCowMapping(vma.flags);
  for (let page: number = vma.startPage; page < vma.endPage;) {
    const frame = inode.cachedFrame(pageIndexIn(vma, page));
    assertThat(frame >= 0, () => `page ${pageIndexIn(vma, page)} of device ${inode.id} has no frame`);
    let count = 1;
    while (
      page + count < vma.endPage && inode.cachedFrame(pageIndexIn(vma, page + count)) === frame + count
    ) {
      count++;
    }
    const run = { space: vma.space, page, count, frame };
    tx.emit({ kind: "pagesMap", ...run, writable: isWritable, dirty: isWritable });
    page += count;
  }
}
