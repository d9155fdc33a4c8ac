/**
 * /proc/PID/smaps: each mapping with what its pages amount to (fs/proc/task_mmu.c: show_smap).
 *
 *     00500000-00502000 rw-p 00000000 00:00 0                                  [heap]
 *     Size:                  8 kB            a label of 16 columns, a number of at least 8, its unit
 *     …
 *     VmFlags: rd wr mr mw me ac             ends in a blank
 *
 *   SM1  There are no huge pages and no merged ones (KSM): those lines are 0.
 *   SM2  Proportional sums are rounded down once, in the line.
 */

import { PAGE_SIZE, type Space, type State, type Vma, vmaPageCount, vmFlagsText } from "@palimpsest/kernel";
import { mapsLines, printMapsLine } from "./maps.ts";
import { type MemoryUsage, SHARES_PER_BYTE, vmaUsage } from "./memory_usage.ts";

const KIB = 1024;
const LABEL_COLUMNS = 16;
const NUMBER_COLUMNS = 8;

/** The smaps of an address space, a text a mapping. */
export function smapsRecords(state: State, space: Space): string[] {
  return mapsLines(state, space).map((line) =>
    printMapsLine(line) + "\n" + usageText(line.vma, vmaUsage(state, space, line.vma))
  );
}

function usageText(vma: Vma, usage: MemoryUsage): string {
  const share = (units: number) => units / SHARES_PER_BYTE;
  const lines: [label: string, bytes: number][] = [
    ["Size", vmaPageCount(vma) * PAGE_SIZE],
    ["KernelPageSize", PAGE_SIZE],
    ["MMUPageSize", PAGE_SIZE],
    ["Rss", usage.resident],
    ["Pss", share(usage.proportional)],
    ["Pss_Dirty", share(usage.proportionalDirty)],
    ["Shared_Clean", usage.sharedClean],
    ["Shared_Dirty", usage.sharedDirty],
    ["Private_Clean", usage.privateClean],
    ["Private_Dirty", usage.privateDirty],
    ["Referenced", usage.referenced],
    ["Anonymous", usage.anonymous],
    ["KSM", 0],
    ["LazyFree", usage.lazyFree],
    ["AnonHugePages", 0],
    ["ShmemPmdMapped", 0],
    ["FilePmdMapped", 0],
    ["Shared_Hugetlb", 0],
    ["Private_Hugetlb", 0],
    ["Swap", usage.swapped],
    ["SwapPss", share(usage.proportionalSwapped)],
    ["Locked", share(usage.proportionalLocked)],
  ];
  return lines.map(([label, bytes]) => kibLine(label, bytes)).join("") +
    `${"THPeligible:".padEnd(LABEL_COLUMNS)}${"0".padStart(NUMBER_COLUMNS)}\n` +
    `VmFlags: ${vmFlagsText(vma.flags)} \n`;
}

/** A line of smaps and of meminfo: a label, a number of kilobytes in its column, the unit. */
export function kibLine(label: string, bytes: number): string {
  const number = `${Math.floor(bytes / KIB)}`.padStart(NUMBER_COLUMNS);
  return `${`${label}:`.padEnd(LABEL_COLUMNS)}${number} kB\n`;
}
