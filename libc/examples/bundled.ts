/**
 * The bundled programs: `deno task record NAME` runs one.
 */

import type { Program } from "../runtime/program.ts";
import { brkByHand } from "./brk_by_hand.ts";
import { callocZeroes } from "./calloc_zeroes.ts";
import { carefulSave } from "./careful_save.ts";
import { carelessSave } from "./careless_save.ts";
import { closeAndMunmap } from "./close_and_munmap.ts";
import { copyOnWrite } from "./copy_on_write.ts";
import { draw } from "./draw.ts";
import { execlOther } from "./execl_other.ts";
import { exitAndAtexit } from "./exit_and_atexit.ts";
import { forkFails } from "./fork_fails.ts";
import { fragmentation } from "./fragmentation.ts";
import { freshAndStale } from "./fresh_and_stale.ts";
import { heapMisuse } from "./heap_misuse.ts";
import { killedBySigterm } from "./killed_by_sigterm.ts";
import { leak } from "./leak.ts";
import { mallocAgainstMmap } from "./malloc_against_mmap.ts";
import { mallocFails } from "./malloc_fails.ts";
import { mlockAgainstReclaim } from "./mlock_against_reclaim.ts";
import { oomKill } from "./oom_kill.ts";
import { rowMajor } from "./row_major.ts";
import { swapAfterFork } from "./swap_after_fork.ts";
import { thrashing } from "./thrashing.ts";
import { mmapOneByte } from "./mmap_one_byte.ts";
import { mmapThreshold } from "./mmap_threshold.ts";
import { ownMaps } from "./own_maps.ts";
import { pipeProducer } from "./pipe_producer.ts";
import { printArray } from "./print_array.ts";
import { readAgainstMmap } from "./read_against_mmap.ts";
import { reallocGrows } from "./realloc_grows.ts";
import { repairAndRetry } from "./repair_and_retry.ts";
import { sandbox } from "./sandbox.ts";
import { saveArray } from "./save_array.ts";
import { sharedAnonymous } from "./shared_anonymous.ts";
import { sharedFile } from "./shared_file.ts";
import { sharedRing } from "./shared_ring.ts";
import { stackGuard } from "./stack_guard.ts";
import { staticAndDynamic } from "./static_and_dynamic.ts";
import { tenGigabytes } from "./ten_gigabytes.ts";
import { tenInts } from "./ten_ints.ts";
import { useAfterMunmap } from "./use_after_munmap.ts";
import { waitFor42 } from "./wait_for_42.ts";
import { whoAmI } from "./who_am_i.ts";
import { writeThroughMmap } from "./write_through_mmap.ts";

/** Every bundled program: on memory, on mmap, on little memory, on processes. */
export const BUNDLED_PROGRAMS: readonly Program[] = [
  // memory
  staticAndDynamic,
  tenInts,
  freshAndStale,
  callocZeroes,
  reallocGrows,
  mallocFails,
  mmapThreshold,
  brkByHand,
  mmapOneByte,
  fragmentation,
  tenGigabytes,
  mallocAgainstMmap,
  leak,
  heapMisuse,
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
  // what survives a power cut
  carefulSave,
  carelessSave,
  // little memory
  thrashing,
  rowMajor,
  mlockAgainstReclaim,
  swapAfterFork,
  oomKill,
  // files and devices
  sharedFile,
  pipeProducer,
  sharedRing,
  draw,
  ownMaps,
  // processes
  whoAmI,
  copyOnWrite,
  forkFails,
  execlOther,
  waitFor42,
  killedBySigterm,
  exitAndAtexit,
];
