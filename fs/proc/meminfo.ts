/**
 * /proc/meminfo: what the memory of the whole machine is used for (fs/proc/meminfo.c).
 *
 *     MemTotal:       16777216 kB        a label of 16 columns, a number of at least 8, its unit
 *
 *   MI1  Which pages count as active is the replacement policy's affair and no state: all count as inactive.
 *   MI2  There is no zswap, no slab and no vmalloc, and there are no huge pages: those lines are 0.
 *   MI3  The pages of a device (a frame buffer) are used, and are nothing else.
 */

import {
  F_ANON,
  F_CACHED,
  F_DIRTY,
  F_SLOT_KEPT,
  F_SWAP_CACHE,
  F_USED,
  FILE_REGULAR,
  FLAGS,
  isPresent,
  isZeroPage,
  MAPS,
  OWNER,
  PAGE_SIZE,
  pteFrame,
  type State,
  VM,
  vmaPageCount,
} from "@palimpsest/kernel";
import { pageEntries } from "./page_entries.ts";
import { kibLine } from "./smaps.ts";
import { tableBytes } from "./table_pages.ts";

/** What meminfo needs to know of the machine beside its state. */
export interface MachineSize {
  /** Page frames. */
  readonly frameCount: number;
  /** Pages of RAM that overcommit goes by. */
  readonly ramPages: number;
  /** Slots of swap space. */
  readonly swapSlotCount: number;
}

/** Pages by what they are used for. */
interface PageCounts {
  anonymous: number;
  mapped: number;
  cached: number;
  sharedMemory: number;
  swapCached: number;
  dirty: number;
  locked: number;
}

const KERNEL_STACK_BYTES = 16 * 1024;
const BLOCK_2M_BYTES = 2 ** 21;
const VMALLOC_BYTES = 34359738367 * 1024;

/** The text of /proc/meminfo. */
export function meminfoText(state: State, { frameCount, ramPages, swapSlotCount }: MachineSize): string {
  const pages = countPages(state);
  const free = frameCount - state.frameMap.usedCount;
  const file = pages.cached - pages.sharedMemory;
  const unevictable = pages.locked;
  const lines: [label: string, pages: number][] = [
    ["MemTotal", frameCount],
    ["MemFree", free],
    ["MemAvailable", free + file],
    ["Buffers", 0],
    ["Cached", pages.cached],
    ["SwapCached", pages.swapCached],
    ["Active", 0],
    ["Inactive", pages.anonymous + pages.cached - unevictable],
    ["Active(anon)", 0],
    ["Inactive(anon)", pages.anonymous + pages.sharedMemory],
    ["Active(file)", 0],
    ["Inactive(file)", file],
    ["Unevictable", unevictable],
    ["Mlocked", pages.locked],
    ["SwapTotal", swapSlotCount],
    ["SwapFree", swapSlotCount - state.slots.size],
    ["Zswap", 0],
    ["Zswapped", 0],
    ["Dirty", pages.dirty],
    ["Writeback", 0],
    ["AnonPages", pages.anonymous],
    ["Mapped", pages.mapped],
    ["Shmem", pages.sharedMemory],
    ...zeros("KReclaimable", "Slab", "SReclaimable", "SUnreclaim"),
    ["KernelStack", state.processes.size * KERNEL_STACK_BYTES / PAGE_SIZE],
    ["PageTables", tablePages(state)],
    ...zeros("SecPageTables", "NFS_Unstable", "Bounce", "WritebackTmp"),
    ["CommitLimit", Math.floor(ramPages / 2) + swapSlotCount],
    ["Committed_AS", committedPages(state)],
    ["VmallocTotal", VMALLOC_BYTES / PAGE_SIZE],
    ...zeros("VmallocUsed", "VmallocChunk", "Percpu"),
    ...zeros(
      "AnonHugePages",
      "ShmemHugePages",
      "ShmemPmdMapped",
      "FileHugePages",
      "FilePmdMapped",
      "Balloon",
    ),
  ];
  const text = (rows: readonly [label: string, pages: number][]) =>
    rows.map(([label, count]) => kibLine(label, count * PAGE_SIZE)).join("");
  return text(lines) + hugePageLines() +
    text([["Hugetlb", 0], ["DirectMap4k", frameCount], ["DirectMap2M", 0], ["DirectMap1G", 0]]);
}

function zeros(...labels: readonly string[]): [label: string, pages: number][] {
  return labels.map((label) => [label, 0]);
}

/** Counts of huge pages, which are no kilobytes. */
function hugePageLines(): string {
  const counts = ["Total", "Free", "Rsvd", "Surp"].map((what) =>
    `HugePages_${what}:`.padEnd(16) + "0".padStart(8) + "\n"
  );
  return counts.join("") + kibLine("Hugepagesize", BLOCK_2M_BYTES);
}

function countPages(state: State): PageCounts {
  const locked = lockedFrames(state).size;
  const counts = { anonymous: 0, mapped: 0, cached: 0, sharedMemory: 0, swapCached: 0, dirty: 0, locked };
  for (const frame of state.usedFrames()) countFrame(state, frame, counts);
  return counts;
}

/** Frames that a locked mapping has in memory. */
function lockedFrames(state: State): Set<number> {
  const frames = new Set<number>();
  for (const [, space] of state.spaces.entries()) {
    if (space.lockedPages === 0) continue;
    for (const vma of space.vmas.items()) {
      if ((vma.flags & VM.LOCKED) === 0) continue;
      for (const { pte } of pageEntries(space, vma)) {
        if (isPresent(pte) && !isZeroPage(pte)) frames.add(pteFrame(pte));
      }
    }
  }
  return frames;
}

function countFrame(state: State, frame: number, counts: PageCounts): void {
  const flags = state.frameWord(frame, FLAGS);
  if ((flags & F_USED) === 0 || frame === 0) return;
  const isMapped = state.frameWord(frame, MAPS) > 0;
  if ((flags & (F_SWAP_CACHE | F_SLOT_KEPT)) !== 0) counts.swapCached++;
  if ((flags & F_ANON) !== 0) {
    if (isMapped) counts.anonymous++;
    return;
  }
  const inode = (flags & F_CACHED) === 0 ? undefined : state.inodes.get(state.frameWord(frame, OWNER));
  if (inode?.making.fileKind !== FILE_REGULAR) return;
  counts.cached++;
  if (isMapped) counts.mapped++;
  if (inode.isMemoryBacked) counts.sharedMemory++;
  else if ((flags & F_DIRTY) !== 0) counts.dirty++;
}

function tablePages(state: State): number {
  let bytes = 0;
  for (const [, space] of state.spaces.entries()) bytes += tableBytes(space);
  return bytes / PAGE_SIZE;
}

/** Pages that were promised: private writable mappings, and shared memory that is there. */
function committedPages(state: State): number {
  let pages = 0;
  for (const [, space] of state.spaces.entries()) {
    for (const vma of space.vmas.items()) if ((vma.flags & VM.ACCOUNT) !== 0) pages += vmaPageCount(vma);
  }
  for (const [, inode] of state.inodes.entries()) if (inode.isMemoryBacked) pages += inode.cachedPages;
  return pages;
}
