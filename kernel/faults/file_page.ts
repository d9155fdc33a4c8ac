/**
 * The page-cache page that a fault on a file mapping wants.
 *
 * Beyond the last page of the file there is none: SIGBUS. A page that is not cached is brought in by its file system,
 * with its readahead; when that had to read storage the fault is major.
 */

import { pagesSpanning } from "../address.ts";
import { FAULT_OUTCOME } from "../event/events.ts";
import { cachePage } from "../memory/page_cache.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import type { Transaction } from "../transaction.ts";
import type { FaultResult } from "./handle_fault.ts";

/** The frame of the faulting page and how the fault counts; frame -1 with the signal it ends in. */
export interface FilePage {
  readonly frame: number;
  readonly result: FaultResult;
  /** Whether the fault is taken from its start again, so that fault-around runs once more. */
  readonly startsAgain: boolean;
}

/** Finds or brings in the page-cache page behind `page` of `vma` (`repeatIsMajor`: handle_fault.ts). */
export function faultFilePage(tx: Transaction, vma: Vma, page: number, repeatIsMajor: boolean): FilePage {
  const inode = tx.state.inode(vma.inode);
  const index = pageIndexIn(vma, page);
  if (index >= pagesSpanning(inode.sizeBytes)) return failed(FAULT_OUTCOME.busAdrErr);
  const cached = cachePage(tx, inode, index, vma);
  if (cached.frame < 0) return failed(FAULT_OUTCOME.outOfMemory);
  const isMajor = cached.isMajor || repeatIsMajor && cached.startsAgain;
  const result = isMajor ? FAULT_OUTCOME.major : FAULT_OUTCOME.minor;
  return { frame: cached.frame, result, startsAgain: cached.startsAgain };
}

function failed(result: FaultResult): FilePage {
  return { frame: -1, result, startsAgain: false };
}
