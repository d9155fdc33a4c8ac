/**
 * /proc/swaps: the swap areas (mm/swapfile.c: swap_show).
 *
 *     Filename				Type		Size		Used		Priority
 *     /dev/vdb                                partition	8388604		0		-2
 */

import { PAGE_SIZE, type State } from "@palimpsest/kernel";

/** The device that swap space is on. */
const SWAP_DEVICE = "/dev/vdb";
const NAME_COLUMNS = 40;
/** The priority of the first area that is given none. */
const PRIORITY = -2;
/** Numbers below this are followed by one tab more. */
const WIDE_NUMBER = 10_000_000;
const PAGE_KIB = PAGE_SIZE / 1024;

/** The text of /proc/swaps, of a machine with so many slots. */
export function swapsText(state: State, swapSlotCount: number): string {
  const header = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
  if (swapSlotCount === 0) return header;
  const [size, used] = [swapSlotCount, state.slots.size].map((pages) => column(pages * PAGE_KIB));
  return `${header}${SWAP_DEVICE.padEnd(NAME_COLUMNS)}partition\t${size}\t${used}\t${PRIORITY}\n`;
}

function column(kib: number): string {
  return `${kib}${kib < WIDE_NUMBER ? "\t" : ""}`;
}
