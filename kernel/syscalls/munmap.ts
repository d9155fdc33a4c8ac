/**
 * munmap(address, lengthBytes): remove the mappings in [address, address + length).                     munmap(2)
 *
 * Read me first: this is the smallest complete system call.
 *
 *  Errors, first match wins:
 *    EINVAL  address not page-aligned, or beyond the task size, or the range reaches beyond it
 *    EINVAL  length 0
 *    ENOMEM  a hole in the middle of a VMA would pass the map count
 *    EPERM   a sealed VMA in the range (nothing is unmapped; a split at the start stays)
 *  Nothing mapped in the range is no error.
 *
 *  Effects: vmaPut for what is split or trimmed, pagesUnmap and vmaRemove for what goes; a file that nobody else holds
 *  is released.
 */

import { isPageAligned, pageRange, TASK_SIZE_PAGES } from "../address.ts";
import { EINVAL } from "../errno.ts";
import { unmapRegion } from "../memory/unmap_region.ts";
import { defineCall } from "./call.ts";

/** munmap(2). */
export const munmap = defineCall("munmap", {
  id: 17,
  doc: "Remove the mappings of a range.",
  arguments: { address: "address", lengthBytes: "size" },
  addressRegister: "mapPage",
  decide(tx, { address, lengthBytes }) {
    if (!isPageAligned(address)) return -EINVAL;
    const { startPage, endPage, lengthWraps } = pageRange(address, lengthBytes);
    if (endPage > TASK_SIZE_PAGES || lengthWraps || endPage === startPage) return -EINVAL;
    return unmapRegion(tx, tx.space, startPage, endPage);
  },
});
