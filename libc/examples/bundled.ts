/**
 * The bundled programs: `deno task record NAME` runs one.
 */

import type { Program } from "../runtime/program.ts";
import { closeAndMunmap } from "./close_and_munmap.ts";
import { copyOnWrite } from "./copy_on_write.ts";
import { execlOther } from "./execl_other.ts";
import { exitAndAtexit } from "./exit_and_atexit.ts";
import { forkFails } from "./fork_fails.ts";
import { killedBySigterm } from "./killed_by_sigterm.ts";
import { printArray } from "./print_array.ts";
import { readAgainstMmap } from "./read_against_mmap.ts";
import { repairAndRetry } from "./repair_and_retry.ts";
import { sandbox } from "./sandbox.ts";
import { saveArray } from "./save_array.ts";
import { sharedAnonymous } from "./shared_anonymous.ts";
import { stackGuard } from "./stack_guard.ts";
import { useAfterMunmap } from "./use_after_munmap.ts";
import { waitFor42 } from "./wait_for_42.ts";
import { whoAmI } from "./who_am_i.ts";
import { writeThroughMmap } from "./write_through_mmap.ts";

/** Every bundled program: on memory, on mmap, on processes. */
export const BUNDLED_PROGRAMS: readonly Program[] = [
  // mmap
  saveArray,
  printArray,
  writeThroughMmap,
  readAgainstMmap,
  closeAndMunmap,
  sharedAnonymous,
  useAfterMunmap,
  repairAndRetry,
  sandbox,
  stackGuard,
  // processes
  whoAmI,
  copyOnWrite,
  forkFails,
  execlOther,
  waitFor42,
  killedBySigterm,
  exitAndAtexit,
];
