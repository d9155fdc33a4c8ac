/**
 * When free pages go back to the kernel.
 *
 * A page that stays costs memory, a page that goes and is wanted again costs a call and a fault. So a page goes when it
 * was not wanted for a while: the heap keeps what it needed at most in the last two windows of WINDOW_FREES frees.
 *
 *      used   ╭─╮ ╭──╮          ╭╮            used = mapped pages - pages within free chunks
 *         ╭───╯ ╰─╯  ╰──────────╯╰─────
 *      kept ──────────────╮                   what the two windows before asked for
 *      window  1  │  2  │ 3╰─────────────
 *
 *   PR1  At the end of a window, free pages beyond (most used in two windows - used now) go, down to that.
 *   PR2  When most of the heap is free for IDLE_FREES frees in a row, they go down to used / IDLE_KEPT without waiting
 *        for the window; at once when nothing is used any more.
 *   PR3  The largest free chunk goes first; chunks of fewer than used / RUN_DIVISOR pages stay.
 *   PR4  A free chunk between two holes goes at once, and so does one between a hole and the end: that makes fewer
 *        holes, and a heap that was given back is short.
 */

import type { FreeTree } from "./free_tree.ts";
import { pagesWithin } from "./free_tree.ts";
import type { HeapEdges } from "./heap_edges.ts";
import type { HeapMemory } from "./heap_memory.ts";
import { KIND, ROOT } from "./layout.ts";

const WINDOW_FREES = 1024;
/** Free pages that are always kept (128 KiB), and for how many times the used pages "most of it is free" stands. */
const LEAST_KEPT = 32;
const IDLE_RATIO = 3;
const IDLE_FREES = 16;
const IDLE_KEPT = 1;
/** Pages that count as used when everything is free: the first one, and the one with the fencepost. */
const ALL_FREE = 2;
/** Free pages beyond what the windows ask for that are tolerated, as a part of those used. */
const SLACK_DIVISOR = 32;
const RUN_DIVISOR = 32;

/** Gives free pages of one heap back. */
export class PageReturn {
  /** The policy for a heap; its counters are in the static area. */
  constructor(
    private readonly heap: HeapMemory,
    private readonly tree: FreeTree,
    private readonly edges: HeapEdges,
  ) {}

  /** Notes how much is used, after a chunk was taken. */
  noteUse(): void {
    const { heap } = this;
    const used = this.usedPages();
    if (used > heap.field(ROOT.windowPeak)) heap.setField(ROOT.windowPeak, used);
  }

  /** Decides, after a chunk was given back and became part of the free chunk `index`. */
  afterFree(index: number): void {
    this.closeHoles(index);
    const { heap } = this;
    const used = this.usedPages();
    const freePages = heap.field(ROOT.freePages);
    if (freePages > Math.max(LEAST_KEPT, used * IDLE_RATIO)) this.afterIdleFree(used);
    else if (heap.field(ROOT.idleFrees) !== 0) heap.setField(ROOT.idleFrees, 0);
    const frees = heap.field(ROOT.windowFrees) + 1;
    if (frees < WINDOW_FREES) heap.setField(ROOT.windowFrees, frees);
    else this.endWindow();
  }

  private afterIdleFree(used: number): void {
    const { heap } = this;
    const idleFrees = heap.field(ROOT.idleFrees) + 1;
    heap.setField(ROOT.idleFrees, idleFrees);
    if (idleFrees > IDLE_FREES || used <= ALL_FREE) {
      this.returnDownTo(Math.max(LEAST_KEPT / 2, Math.floor(used * IDLE_KEPT)));
    }
  }

  private endWindow(): void {
    const { heap } = this;
    const used = this.usedPages();
    const needed = Math.max(heap.field(ROOT.windowPeak), heap.field(ROOT.previousPeak)) - used;
    heap.setField(ROOT.previousPeak, heap.field(ROOT.windowPeak));
    heap.setField(ROOT.windowPeak, used);
    heap.setField(ROOT.windowFrees, 0);
    const slack = Math.max(LEAST_KEPT / 2, Math.floor(used / SLACK_DIVISOR));
    if (heap.field(ROOT.freePages) > needed + slack) this.returnDownTo(needed);
  }

  /** malloc_trim(3): whole free pages go, small chunks' too, until `keptPages` are left; whether any went. */
  trim(keptPages: number): boolean {
    const before = this.heap.field(ROOT.freePages);
    this.returnDownTo(keptPages, 1);
    return this.heap.field(ROOT.freePages) < before;
  }

  /** Gives pages back until so many free ones are left, or only chunks of fewer than `leastRun` pages are (PR3). */
  private returnDownTo(
    keptPages: number,
    leastRun = Math.max(1, Math.floor(this.usedPages() / RUN_DIVISOR)),
  ): void {
    const { heap, tree, edges } = this;
    for (;;) {
      const index = tree.largest();
      if (index < 0) return;
      const excess = heap.field(ROOT.freePages) - keptPages;
      const size = heap.size(index);
      const pageCount = pagesWithin(index, size);
      if (excess <= 0 || pageCount < leastRun) return;
      if (index + size === heap.field(ROOT.end) && edges.endsAtBreak()) {
        edges.cutEnd(index, Math.max(0, pageCount - excess));
      } else edges.release(index);
    }
  }

  /** PR4. */
  private closeHoles(freed: number): void {
    const { heap, edges } = this;
    let index = freed;
    while (index >= 0) {
      const left = heap.previousSize(index);
      if (left === 0 || (heap.word(index - left) & 3) !== KIND.hole) return;
      const end = index + heap.size(index);
      if (end === heap.field(ROOT.end)) {
        if (!edges.endsAtBreak()) return;
        index = edges.cutToHole(index);
      } else {
        if ((heap.word(end) & 3) === KIND.hole) edges.release(index);
        return;
      }
    }
  }

  private usedPages(): number {
    return this.heap.field(ROOT.mappedPages) - this.heap.field(ROOT.freePages);
  }
}
