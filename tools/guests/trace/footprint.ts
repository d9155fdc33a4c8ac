/**
 * The footprint of an allocator: every page of its process that was made writable and is mapped still, whatever its
 * protection is now, and every other page that holds a frame. A reserve that was never writable nor touched does not
 * count.
 *
 *   FP1  Pages are made writable, and unmapped, in calls only: they are looked at after each, where it changed something.
 *   FP2  The page of static data counts: it is writable from the start.
 *   FP3  A page that moves (mremap) takes with it that it was writable; a mapping in the place of another begins anew.
 *   FP4  Pages that were never writable are looked at for frames after every operation, while there are such pages.
 */

import { type CallArguments, isPresent, isZeroPage, PAGE_SIZE, type Space, VM } from "@palimpsest/kernel";
import { type PageRange, PageRanges } from "./page_ranges.ts";

const LAST_PAGE = 2 ** 35;

/** Counts the footprint of one process. */
export class Footprint {
  /** Pages that were made writable, and those of the others that are mapped. */
  private readonly writable = new PageRanges();
  private readonly others = new PageRanges();
  private endBreak: number;
  private heldPages = 0;

  /** The footprint of a process as it stands. */
  constructor(private readonly spaceNow: () => Space) {
    this.endBreak = spaceNow().endBreak;
    this.update(0, LAST_PAGE);
  }

  /** Pages that count. */
  get pageCount(): number {
    return this.writable.pageCount + this.heldPages;
  }

  /** The ranges that were made writable, in order of addresses. */
  get ranges(): readonly PageRange[] {
    return this.writable.within();
  }

  /** Counts anew what a call may have changed. */
  afterCall(name: string, args: CallArguments, result: number): void {
    const { address = 0, lengthBytes = 0 } = args as Record<string, number>;
    switch (name) {
      case "brk":
        return this.afterBreak();
      case "mmap":
        return result < 0 ? undefined : this.afterMap(result, lengthBytes);
      case "munmap":
      case "mprotect":
        return this.update(firstPage(address), endPage(address + lengthBytes));
      case "madvise":
        return;
      case "mremap":
        return this.afterMove(args as Record<string, number>, result);
      default:
        return this.update(0, LAST_PAGE);
    }
  }

  /** Looks for frames where pages were never writable (FP4). */
  lookForFrames(): void {
    if (this.others.pageCount > 0 || this.heldPages > 0) this.heldPages = this.countHeld();
  }

  private afterBreak(): void {
    const { endBreak } = this.spaceNow();
    const [low, high] = [Math.min(endBreak, this.endBreak), Math.max(endBreak, this.endBreak)];
    this.endBreak = endBreak;
    this.update(firstPage(low), endPage(high));
  }

  private afterMap(address: number, lengthBytes: number): void {
    const [start, end] = [firstPage(address), endPage(address + lengthBytes)];
    this.writable.replace(start, end, []);
    this.update(start, end);
  }

  private afterMove(args: Record<string, number>, result: number): void {
    const from = firstPage(args.oldAddress);
    const fromEnd = endPage(args.oldAddress + args.oldLengthBytes);
    const to = firstPage(result);
    const isMove = result >= 0 && to !== from;
    if (isMove) {
      const newEnd = endPage(result + args.newLengthBytes);
      const moved = this.writable.within(from, Math.min(fromEnd, from + newEnd - to))
        .map(({ start, end }) => ({ start: start - from + to, end: end - from + to }));
      this.writable.replace(to, newEnd, moved);
    }
    this.update(from, fromEnd);
    if (result >= 0) this.update(to, endPage(result + args.newLengthBytes));
  }

  /** Looks at the mappings within [start, end): what is writable counts, and what counted already. */
  private update(start: number, end: number): void {
    const { vmas } = this.spaceNow();
    const counted: PageRange[] = [];
    const others: PageRange[] = [];
    let vma = vmas.firstEndingAfter(start);
    for (; vma !== undefined && vma.startPage < end; vma = vmas.next(vma.endPage)) {
      const part = { start: Math.max(start, vma.startPage), end: Math.min(end, vma.endPage) };
      if ((vma.flags & VM.WRITE) !== 0) {
        counted.push(part);
        continue;
      }
      const within = this.writable.within(part.start, part.end);
      counted.push(...within);
      others.push(...gapsIn(part, within));
    }
    this.writable.replace(start, end, counted);
    this.others.replace(start, end, others);
  }

  private countHeld(): number {
    const space = this.spaceNow();
    return this.others.within().reduce((sum, range) => sum + framesIn(space, range), 0);
  }
}

/** The parts of a range that are not in `taken`, which is sorted and lies within. */
function gapsIn(range: PageRange, taken: readonly PageRange[]): PageRange[] {
  const edges = [range.start, ...taken.flatMap(({ start, end }) => [start, end]), range.end];
  return edges.flatMap((start, at) =>
    at % 2 === 0 && start < edges[at + 1] ? [{ start, end: edges[at + 1] }] : []
  );
}

/** Pages of a range that hold a frame; the zero page is none. */
export function framesIn(space: Space, { start, end }: PageRange): number {
  const { pages } = space;
  let count = 0;
  for (let first = pages.nextLeaf(start); first >= 0 && first < end;) {
    const leafEnd = (Math.floor(first / pages.leafRecords) + 1) * pages.leafRecords;
    for (let page = Math.max(start, first); page < Math.min(end, leafEnd); page++) {
      const pte = space.pte(page);
      if (isPresent(pte) && !isZeroPage(pte)) count++;
    }
    first = pages.nextLeaf(leafEnd);
  }
  return count;
}

function firstPage(address: number): number {
  return Math.floor(address / PAGE_SIZE);
}

function endPage(address: number): number {
  return Math.ceil(address / PAGE_SIZE);
}
