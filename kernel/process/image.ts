/**
 * A new image: what execve(2) leaves of a process's memory, as a recording or a program's header describes it.
 *
 *      old space ── processSpace ──▶ ended
 *      new space ── VMAs ── pages that are present already (stack arguments, zeroed ends of data)
 *
 *   IM1  The process lives in the new space from the first effect on; the old one ends last, when nobody else uses it.
 *   IM2  Close-on-exec descriptors are closed; limits, other descriptors, parent and children stay.
 *   IM3  Anonymous pages that are present get frames and an anon_vma for their VMA. Their bytes are not known.
 */

import { PAGE_SIZE, type VirtPage } from "../address.ts";
import { assertThat } from "../assert.ts";
import { allocateRun } from "../memory/frame_allocation.ts";
import { cachePage } from "../memory/page_cache.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import { newAnonVma, putVma } from "../memory/vma_edit.ts";
import { UNKNOWN } from "../state/content.ts";
import type { Transaction } from "../transaction.ts";
import { closeOnExec } from "./descriptors.ts";
import { endSpace } from "./space_end.ts";

/** Pages of an image that are present from the start. */
export interface PresentPages {
  /** The first page. */
  readonly page: VirtPage;
  /** At least 1. */
  readonly count: number;
  /** Memory of the process's own, pages of the mapping's file, or the zero page. */
  readonly kind: "anonymous" | "file" | "zero";
}

/** A mapping of an image. */
export interface ImageVma {
  /** First page. */
  readonly startPage: VirtPage;
  /** Page after the last. */
  readonly endPage: VirtPage;
  /** VM_* bits. */
  readonly flags: number;
  /** Open-file description, 0 for anonymous memory. */
  readonly file: number;
  /** Inode behind it, 0 for anonymous memory. */
  readonly inode: number;
  /** File page of the first page; the page itself for anonymous memory. */
  readonly pageOffset: number;
  /** What /proc/PID/maps calls it when it has no path: "[stack]", "[vdso]" … */
  readonly name: string;
  /** What is there before the program runs. */
  readonly present: readonly PresentPages[];
}

/** A whole image. */
export interface Image {
  /** The process's name from now on. */
  readonly name: string;
  /** The page below which mmap searches (mmap_base). */
  readonly topPage: VirtPage;
  /** Where the program break starts, in bytes. */
  readonly startBreak: number;
  /** Where initialized data starts, in bytes. */
  readonly startData: number;
  /** Where initialized data ends, in bytes. */
  readonly endData: number;
  /** Its mappings. */
  readonly vmas: readonly ImageVma[];
}

/** Gives the acting process a new image in place of what it had. */
export function buildImage(tx: Transaction, image: Image): void {
  const before = tx.process.space;
  const space = tx.state.counters.space + 1;
  const { topPage, startBreak, startData, endData, name } = image;
  tx.emit({ kind: "spaceNew", space, topPage, startBreak, endBreak: startBreak, startData, endData });
  tx.emit({ kind: "processSpace", process: tx.pid, space, name });
  for (const vma of image.vmas) addVma(tx, space, vma);
  closeOnExec(tx, tx.pid);
  endSpace(tx, before);
}

function addVma(tx: Transaction, space: number, { present, ...described }: ImageVma): void {
  const isTouched = present.some(({ kind }) => kind === "anonymous");
  const anonVma = isTouched ? newAnonVma(tx, 0) : 0;
  const vma = putVma(tx, { ...described, space, anonVma, anonChain: isTouched ? [anonVma] : [] });
  for (const pages of present) {
    if (pages.kind === "anonymous") addAnonymous(tx, vma, pages);
    else if (pages.kind === "file") addCached(tx, vma, pages);
    else tx.emit({ kind: "pagesZero", space, page: pages.page, count: pages.count });
  }
}

function addAnonymous(tx: Transaction, vma: Vma, { page, count }: PresentPages): void {
  const { space, anonVma } = vma;
  const indexShift = pageIndexIn(vma, page) - page;
  for (let done = 0; done < count;) {
    tx.reserve(1);
    const run = allocateRun(tx, count - done);
    assertThat(run.count > 0, () => `no frame is free for page ${page + done} of an image`);
    const first = { page: page + done, frame: run.frame };
    tx.emit({ kind: "pagesFresh", space, ...first, count: run.count, anonVma, indexShift });
    for (let step = 0; step < run.count; step++) {
      const frame = run.frame + step;
      tx.emit({ kind: "bytesFill", frame, offset: 0, lengthBytes: PAGE_SIZE, value: UNKNOWN });
    }
    done += run.count;
  }
}

function addCached(tx: Transaction, vma: Vma, { page, count }: PresentPages): void {
  for (let at = page; at < page + count; at++) {
    tx.reserve(1);
    const { frame } = cachePage(tx, tx.state.inode(vma.inode), pageIndexIn(vma, at));
    assertThat(frame >= 0, () => `no frame is free for page ${at} of an image`);
    tx.emit({ kind: "pagesMap", space: vma.space, page: at, count: 1, frame, writable: false, dirty: false });
  }
}
