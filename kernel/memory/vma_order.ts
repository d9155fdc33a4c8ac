/**
 * The three orders VMAs are kept in: by address in their space, and by page offset in the reverse maps of inodes and
 * anon_vmas.
 */

import type { Order } from "../state/ordered_tree.ts";
import type { Vma } from "./vma.ts";

/** By start page: the VMAs of one address space. */
export const BY_ADDRESS: Order<Vma> = {
  start: (vma) => vma.startPage,
  end: (vma) => vma.endPage,
};

/** By page offset, then space and address: an interval tree of mappings of one inode, or of one anon_vma. */
export const BY_PAGE_OFFSET: Order<Vma> = {
  start: (vma) => vma.pageOffset,
  end: (vma) => vma.pageOffset + vma.endPage - vma.startPage,
  compareRest: (one, other) => one.space - other.space || one.startPage - other.startPage,
};
