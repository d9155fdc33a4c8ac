/**
 * An anon_vma: the reverse map of anonymous pages that may be mapped by several VMAs (mm/rmap.c).
 *
 *   AV1  `vmas` holds every VMA whose anonChain names it (the anon_vma_chain), by page offset.
 *   AV2  activeVmas counts the VMAs whose own anon_vma it is.
 *   AV3  children counts the anon_vmas whose parent it is and that still have a VMA; a root is its own child.
 *   AV4  It lives while a VMA is linked to it. All of this is derived from the VMAs, except the parent.
 */

import { BY_PAGE_OFFSET } from "../memory/vma_order.ts";
import type { Vma } from "../memory/vma.ts";
import { OrderedTree } from "./ordered_tree.ts";

/** One anon_vma. */
export class AnonVma {
  /** The VMAs that may hold its pages, by offset. */
  vmas: OrderedTree<Vma>;
  /** VMAs whose own anon_vma it is. */
  activeVmas = 0;
  /** anon_vmas made from it by fork. */
  children: number;

  /** An anon_vma owned by `epoch`; parent 0 makes it a root. */
  constructor(public epoch: number, readonly id: number, readonly parent: number) {
    this.vmas = new OrderedTree<Vma>(epoch, BY_PAGE_OFFSET);
    this.children = parent === 0 ? 1 : 0;
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): AnonVma {
    // Made like any other, so that the engine sees objects of one shape.
    const copy = Object.assign(new AnonVma(epoch, this.id, this.parent), this);
    copy.epoch = epoch;
    copy.vmas = this.vmas.clone(epoch);
    return copy;
  }
}
