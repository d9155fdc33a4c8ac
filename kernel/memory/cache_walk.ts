/**
 * Looking for the first page that is not cached, as Linux does: step by step through the xarray of the page cache
 * (page_cache_prev_miss, page_cache_next_miss; lib/xarray.c: xas_prev, xas_next).
 *
 *      slots of a node    | F | s | s | s | A | B | - |…     F … s: one folio of four pages; A, B: pages; - : not cached
 *      pages                0   1   2   3   4   5   6
 *
 *   CW1  The first step finds the folio of its page and stands at the folio's first slot, while the page number stays: from
 *        then on slot and number move together, the one not under the other.
 *   CW2  A node has 64 slots. At its end the walk goes to the next node, to the slot of the page number; at the end of
 *        the tree it finds nothing.
 *   CW3  Folios of 64 pages and more stand in nodes above, where the walk counts page by page.
 *
 * So a walk that begins within a large folio comes to an end too early or too late. What is read ahead shows it.
 */

import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import { folioAt } from "./folio.ts";

const NODE_SLOTS = 64;

/** Where a walk stands: at a slot, with a page number. */
interface Walk {
  index: number;
  slot: number;
}

/**
 * The number at which a walk down from page `index` finds a page that is not cached; -1 when there is none, and the number
 * it stands at after `limit` steps.
 */
export function missBelow(state: State, inode: Inode, index: number, limit: number): number {
  if (inode.cachedFrame(index) < 0) return index;
  const walk = startAt(state, inode, index);
  for (let step = 1; step < limit; step++) {
    walk.index--;
    if (walk.index < 0 || !stepDown(state, inode, walk)) return walk.index;
  }
  return walk.index;
}

/** The number at which a walk up from page `index` finds a page that is not cached; index + limit when it finds none. */
export function missAbove(state: State, inode: Inode, index: number, limit: number): number {
  if (inode.cachedFrame(index) < 0) return index;
  const walk = startAt(state, inode, index);
  for (let step = 1; step < limit; step++) {
    walk.index++;
    if (!stepUp(state, inode, walk)) return walk.index;
  }
  return index + limit;
}

function startAt(state: State, inode: Inode, index: number): Walk {
  const folio = folioAt(state, inode, index);
  return { index, slot: folio.pageCount < NODE_SLOTS ? folio.index : index };
}

/** One slot down; whether it holds something. At the start of a node: on to the node below, to the slot of the number. */
function stepDown(state: State, inode: Inode, walk: Walk): boolean {
  const inNode = walk.slot % NODE_SLOTS;
  if (inNode !== 0 || isAbove(state, inode, walk.slot)) walk.slot--;
  else if (walk.index % NODE_SLOTS !== 0) walk.slot = slotInNode(walk.slot / NODE_SLOTS - 1, walk.index);
  return walk.slot >= 0 && inode.cachedFrame(walk.slot) >= 0;
}

/** One slot up; whether it holds something. */
function stepUp(state: State, inode: Inode, walk: Walk): boolean {
  const inNode = walk.slot % NODE_SLOTS;
  if (inNode !== NODE_SLOTS - 1 || isAbove(state, inode, walk.slot)) walk.slot++;
  else if (walk.index % NODE_SLOTS !== NODE_SLOTS - 1) {
    walk.slot = slotInNode((walk.slot + 1) / NODE_SLOTS, walk.index);
  }
  return inode.cachedFrame(walk.slot) >= 0;
}

function slotInNode(node: number, index: number): number {
  return node < 0 ? -1 : node * NODE_SLOTS + index % NODE_SLOTS;
}

/** Whether the page at a slot belongs to a folio that fills whole nodes (CW3). */
function isAbove(state: State, inode: Inode, slot: number): boolean {
  return inode.cachedFrame(slot) >= 0 && folioAt(state, inode, slot).pageCount >= NODE_SLOTS;
}
