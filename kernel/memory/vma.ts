/**
 * A VMA: one run of pages of an address space with one set of rights and one backing.
 *
 * A VMA is an immutable value; `vmaPut` replaces it whole. Its identity is (space, startPage).
 *
 *   V1  startPage < endPage; the VMAs of a space do not overlap.
 *   V2  file is 0 for private anonymous memory; else it names the open-file description that mmap() was given
 *       (two descriptions of one file do not merge: Linux compares vm_file, not the inode).
 *   V3  pageOffset is the file page of startPage; for anonymous memory it is startPage when it was mapped, and stays
 *       when mremap moves a VMA that has pages (so neighbours need not merge).
 *   V4  anonVma is 0 until the first private page; anonChain holds every anon_vma that may own its pages, oldest
 *       first, the VMA's own included.
 */

import type { VirtPage } from "../address.ts";
import { VM, VM_STACK } from "./vma_flags.ts";

/** One mapping of an address space. */
export interface Vma {
  /** The address space that it is in. */
  readonly space: number;
  /** Its first page. */
  readonly startPage: VirtPage;
  /** The page behind its last. */
  readonly endPage: VirtPage;
  /** VM_* bits. */
  readonly flags: number;
  /** Id of the open-file description, 0 for private anonymous memory. */
  readonly file: number;
  /** Id of the inode behind `file`, 0 without one. */
  readonly inode: number;
  /** The page of its backing that its first page shows. */
  readonly pageOffset: number;
  /** Id of the VMA's own anon_vma, 0 before the first private page. */
  readonly anonVma: number;
  /** Ids of all anon_vmas the VMA is linked to, oldest first. */
  readonly anonChain: readonly number[];
  /** What /proc/PID/maps calls a mapping that has no file: "[stack]", "[vdso]" … */
  readonly name: string;
}

/** Pages in a VMA. */
export function vmaPageCount(vma: Vma): number {
  return vma.endPage - vma.startPage;
}

/** Whether absent pages are anonymous memory: no file, or one that only asks for that (/dev/zero). */
export function isAnonymous(vma: Vma): boolean {
  return vma.file === 0 || (vma.flags & VM.ANON_FILE) !== 0;
}

/** The index that names `page` of this VMA in its backing (linear_page_index). */
export function pageIndexIn(vma: Vma, page: VirtPage): number {
  return page - vma.startPage + vma.pageOffset;
}

/** Whether the pages count as data for RLIMIT_DATA (is_data_mapping). */
export function isDataMapping(flags: number): boolean {
  return (flags & (VM.WRITE | VM.SHARED | VM_STACK)) === VM.WRITE;
}

/** Whether a VMA's private writes copy pages (is_cow_mapping). */
export function isCowMapping(flags: number): boolean {
  return (flags & (VM.SHARED | VM.MAYWRITE)) === VM.MAYWRITE;
}
