/**
 * An address space (mm_struct): its VMAs, its page table and what is counted of them.
 *
 *   SP1  The VMAs are sorted and disjoint between events.
 *   SP2  A PTE that is not absent lies within a VMA.
 *   SP3  The counts (totalPages …) equal what the VMAs add up to, lockedPages with lockedLeftPages added; they are derived
 *        and not in the digest.
 */

import { PAGES_PER_TABLE } from "../address.ts";
import { BY_ADDRESS } from "../memory/vma_order.ts";
import type { Vma } from "../memory/vma.ts";
import { NumberSet } from "./number_set.ts";
import { OrderedTree } from "./ordered_tree.ts";
import { WordTable } from "./word_table.ts";

/** Where the parts of a fresh image lie. */
export interface SpaceLayout {
  /** The page below which mmap searches top-down (mmap_base). */
  readonly topPage: number;
  /** Program break at the start and now, in bytes. */
  readonly startBreak: number;
  /** The program break at first, in bytes. */
  readonly endBreak: number;
  /** Initialized data, in bytes, for RLIMIT_DATA's check of brk. */
  readonly startData: number;
  /** Where initialised data ends, in bytes. */
  readonly endData: number;
}

/** One address space. */
export class Space {
  /** The VMAs by start page. */
  vmas: OrderedTree<Vma>;
  /** One PTE (memory/pte.ts) a virtual page. */
  pages: WordTable;
  /** The 2 MiB blocks that have a page table, by page / 512; one that is empty may be there still (reduce/tables.ts). */
  tables: NumberSet;
  /** The VMA that vmaAt() found last, and the tree's count of changes then: while that is the same, it is still there. */
  private lastVma: Vma | undefined;
  private lastVmaChange = -1;
  /** Processes that live here. */
  users = 0;
  /** The hash of its digest record (reduce/spaces.ts) as it stands in the sum. */
  hashLo = 0;
  /** The same, second lane. */
  hashHi = 0;
  /** The program break, in bytes. */
  endBreak: number;
  /** Pages of all VMAs (total_vm), and of the locked, data, stack and executable ones. */
  totalPages = 0;
  /** Pages of locked VMAs (locked_vm). */
  lockedPages = 0;
  /** Pages among lockedPages that no VMA accounts for: Linux forgets to take them off (MREMAP_DONTUNMAP). */
  lockedLeftPages = 0;
  /** Pages of private writable VMAs (data_vm). */
  dataPages = 0;
  /** Pages of growing stacks (stack_vm). */
  stackPages = 0;
  /** Pages of executable file mappings (exec_vm). */
  executablePages = 0;

  /** An empty space owned by `epoch`; it takes over the tables of another, which recycle() permitted. */
  constructor(
    public epoch: number,
    readonly id: number,
    readonly layout: SpaceLayout,
    recycled?: Space,
  ) {
    this.vmas = new OrderedTree<Vma>(epoch, BY_ADDRESS);
    this.pages = recycled?.pages ?? new WordTable(epoch, 1);
    this.tables = recycled?.tables ?? NumberSet.create(epoch);
    this.endBreak = layout.endBreak;
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Space {
    // Made like any other, so that the engine sees objects of one shape.
    const copy = Object.assign(new Space(epoch, this.id, this.layout), this);
    copy.epoch = epoch;
    copy.vmas = this.vmas.clone(epoch);
    copy.lastVmaChange = -1;
    copy.pages = this.pages.successor(epoch);
    copy.tables = this.tables.clone(epoch);
    return copy;
  }

  /** Whether the tables of this space, which is gone, may become those of the next one of the same epoch. */
  recycle(epoch: number): boolean {
    return this.epoch === epoch && this.pages.recycle(epoch) && this.tables.words.recycle(epoch);
  }

  /** The PTE of `page`, packed. */
  pte(page: number): number {
    return this.pages.word(page);
  }

  /** Whether the 2 MiB block of `page` has a page table. */
  hasTable(page: number): boolean {
    return this.tables.has(Math.floor(page / PAGES_PER_TABLE));
  }

  /** The VMA that holds `page`, if any. */
  vmaAt(page: number): Vma | undefined {
    const { vmas, lastVma } = this;
    if (this.lastVmaChange === vmas.changeCount && lastVma!.startPage <= page && page < lastVma!.endPage) {
      return lastVma;
    }
    const vma = vmas.floor(page);
    if (vma === undefined || page >= vma.endPage) return undefined;
    this.lastVma = vma;
    this.lastVmaChange = vmas.changeCount;
    return vma;
  }

  /** The VMA that holds `page`, or the next one above it (find_vma). */
  vmaFrom(page: number): Vma | undefined {
    return this.vmaAt(page) ?? this.vmas.next(page);
  }

  /** VMAs of the space. */
  get vmaCount(): number {
    return this.vmas.size;
  }
}
