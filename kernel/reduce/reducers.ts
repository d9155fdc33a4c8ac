/**
 * The reducers of the kernel, by effect kind: the only code that changes a state.
 *
 * A reducer knows no system call, no policy and no errno; it searches for nothing and chooses nothing. An effect that
 * cannot be applied means a corrupt log: a KernelAssertion with the values.
 */

import type { KernelEffect, KernelEffectOf } from "../event/effects.ts";
import type { State } from "../state/state.ts";
import {
  cacheAdopt,
  cacheInsert,
  cacheRemove,
  cacheSwap,
  storageDiscard,
  storageMove,
  storageWrite,
} from "./cache.ts";
import { inodeAttributes, inodeMode, inodeName, inodeTimes } from "./attributes.ts";
import { bytesCopy, bytesFill, bytesWrite } from "./contents.ts";
import { processCredentials, processPlace } from "./credentials.ts";
import {
  descriptorPut,
  descriptorRemove,
  fileFlags,
  fileNew,
  filePosition,
  fileReadahead,
  fileRemove,
  inodeLinks,
  inodeNew,
  inodeRemove,
  inodeSeals,
  inodeSize,
} from "./files.ts";
import { framesMark, framesOwner } from "./frame_marks.ts";
import {
  pageCopy,
  pageReuse,
  pagesFresh,
  pagesGuard,
  pagesMap,
  pagesMove,
  pagesReadOnly,
  pagesSwap,
  pagesUnmap,
  pagesWritable,
  pagesZero,
} from "./pages.ts";
import { pagesShare } from "./page_share.ts";
import {
  faultsCount,
  limitSet,
  processNew,
  processOomScore,
  processParent,
  processRemove,
  processSpace,
  processState,
} from "./processes.ts";
import { signalAction, signalSets } from "./signals.ts";
import { spaceBreak, spaceLockedLeft, spaceNew, spaceRemove } from "./spaces.ts";
import { swapCacheInsert, swapCacheRemove, swapIn } from "./swap.ts";
import { anonVmaNew, vmaPut, vmaRemove } from "./vmas.ts";

/** One reducer for each kind of effect. */
export const kernelReducers: {
  readonly [K in KernelEffect["kind"]]: (state: State, effect: KernelEffectOf<K>) => void;
} = {
  pagesFresh,
  pagesZero,
  pagesMap,
  pageCopy,
  pageReuse,
  pagesWritable,
  pagesReadOnly,
  pagesUnmap,
  pagesMove,
  pagesShare,
  pagesGuard,
  pagesSwap,
  framesMark,
  framesOwner,
  cacheInsert,
  cacheRemove,
  cacheSwap,
  cacheAdopt,
  bytesWrite,
  bytesFill,
  bytesCopy,
  storageWrite,
  storageDiscard,
  storageMove,
  vmaPut,
  vmaRemove,
  anonVmaNew,
  spaceNew,
  spaceBreak,
  spaceLockedLeft,
  spaceRemove,
  processNew,
  processOomScore,
  processSpace,
  processState,
  processParent,
  processRemove,
  limitSet,
  faultsCount,
  fileNew,
  filePosition,
  fileFlags,
  fileReadahead,
  fileRemove,
  descriptorPut,
  descriptorRemove,
  inodeNew,
  inodeSize,
  inodeLinks,
  inodeRemove,
  inodeSeals,
  inodeMode,
  inodeName,
  inodeAttributes,
  inodeTimes,
  processCredentials,
  processPlace,
  swapCacheInsert,
  swapCacheRemove,
  swapIn,
  signalAction,
  signalSets,
};
