/**
 * The VMA lists of answers: what /proc/PID/smaps and pagemap show of a simulated process.
 */
import {
  addressOf,
  permissionsText,
  type Space,
  type State,
  type Vma,
  vmaPageCount,
  vmFlagsText,
} from "@palimpsest/kernel";
import { residencyRuns, residencyText, vmaName } from "@palimpsest/fs";
import { type AddressAreas, printAddress } from "./address_text.ts";
import type { ProcessEntry, VmaEntry } from "./record.ts";
import { isOwnVma } from "./world.ts";

/** The list of one process; with residency when `full`. */
export function vmaList(state: State, space: Space, areas: AddressAreas, full: boolean): VmaEntry[] {
  const entries: VmaEntry[] = [];
  for (const vma of space.vmas.items()) {
    if (!isOwnVma(vma, space)) entries.push(vmaEntry(state, space, vma, areas, full));
  }
  return entries;
}

function vmaEntry(state: State, space: Space, vma: Vma, areas: AddressAreas, full: boolean): VmaEntry {
  const name = vmaName(state, space, vma);
  const entry: VmaEntry = [
    printAddress(addressOf(vma.startPage), areas),
    printAddress(addressOf(vma.endPage), areas),
    permissionsText(vma.flags),
    vma.file === 0 ? 0 : vma.pageOffset,
    name === "/dev/zero (deleted)" ? "shm" : name,
    vmFlagsText(vma.flags),
  ];
  if (full) entry.push(residencyText(residencyRuns(state, space, vma)));
  return entry;
}

/** Pages of a process beyond those it started with. */
export function extraPages(space: Space): number {
  let own = 0;
  for (const vma of space.vmas.items()) {
    if (isOwnVma(vma, space)) own += vmaPageCount(vma);
  }
  return space.totalPages - own;
}

/** One process of `dump all`. */
export function processEntry(state: State, name: string, space: Space, areas: AddressAreas): ProcessEntry {
  return {
    p: name,
    brk: printAddress(space.endBreak, areas),
    vsz: extraPages(space),
    vmas: vmaList(state, space, areas, true),
  };
}
