/**
 * All checkers on one state: what must hold between any two events.
 *
 *      checkFrameTable   FT1 … FT4, FM1 … FM3      checkAnonVmas     AV1 … AV4
 *      checkAddressSpace SP1 … SP3, V1 … V4, P2, TB1 … TB3   checkSwap   SW1 … SW3
 *      checkPageCache    IN1, IN3, IN4             checkProcesses    PR1 … PR5
 *      checkDigest       ST3
 *
 * Each walks the whole structure: for tests, and for doubts, not for every day.
 */

import type { State } from "../state/state.ts";
import { takeCensus } from "./census.ts";
import { checkAddressSpace } from "./check_address_space.ts";
import { checkAnonVmas } from "./check_anon_vmas.ts";
import { checkDigest } from "./check_digest.ts";
import { checkFrameTable } from "./check_frame_table.ts";
import { checkPageCache } from "./check_page_cache.ts";
import { checkProcesses } from "./check_processes.ts";
import { checkSwap } from "./check_swap.ts";

/** Throws a KernelAssertion, with the values, unless every invariant of the kernel's state holds. */
export function checkState(state: State): void {
  // What user code stored enters the digest now.
  state.unsettled?.();
  const census = takeCensus(state);
  checkFrameTable(state, census);
  for (const [, space] of state.spaces.entries()) checkAddressSpace(state, space);
  for (const [, inode] of state.inodes.entries()) checkPageCache(state, inode);
  checkAnonVmas(state);
  checkSwap(state, census);
  checkProcesses(state);
  checkDigest(state);
}
