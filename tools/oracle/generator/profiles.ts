/**
 * The fourteen kinds of script: how often each action is taken, and how sizes and tendencies are drawn.
 *
 *     basic     map, unmap, protect, merge, split         errors   arguments at their edges
 *     hints     addresses that the kernel chooses         brk      the heap and its neighbours
 *     file      files on tmpfs                            disk     files on ext4
 *     fork      process trees, copy on write              forkfile the same with files
 *     mremap    growing and moving                        madvise  advice of all kinds
 *     lock      mlock, munlock, MAP_LOCKED                ext      guards, seals, growth, limits, memfd, exec
 *     mix       everything                            swap     pages pushed out, and what meets them
 */
import type { Random } from "../../../kernel/testing/random.ts";
import { queryResidency, touch, transferData } from "./access_actions.ts";
import type { Draft, Tendencies } from "./draft.ts";
import { openFile, openMemfd, useFile } from "./file_actions.ts";
import { tellFaultAround, tellSharedTruncation, tellTwoViews, tellWriteBack } from "./file_stories.ts";
import { mapAnonymous, mapFile, protect, protectPattern, unmap } from "./mapping_actions.ts";
import { callOddly } from "./odd_actions.ts";
import { moveBreak, place } from "./placement_actions.ts";
import { execute, forkWithAdvice, growFamily, manageProcesses } from "./process_actions.ts";
import { advise, guard, limit, lock, seal, synchronize } from "./range_actions.ts";
import { remap, remapMany } from "./remap_actions.ts";
import { pageOut, tellSwap, tellSwapFamily, tellSwapMove } from "./swap_actions.ts";
import { tellGaps, tellGrowth, tellMerge, tellMoves, tellProtections, tellZeroPages } from "./stories.ts";

/** An action and how often it is taken, in relation to the others. */
export type WeightedAction = readonly [action: (draft: Draft) => void, weight: number];

/** One kind of script. */
export interface Profile {
  /** What happens in it. */
  readonly actions: readonly WeightedAction[];
  /** What is different from the usual tendencies. */
  readonly tendencies?: Partial<Tendencies>;
}

/** Where windows of explicit addresses may start, in pages: low and high, and just before the end of a page table. */
const windowPages: readonly number[] = [0, 0, 0, 0, 3, 0x1f8, 0x1f0, 0x3fe, 0x3fff8, 0x7fffff0, 0x123456];

/** Draws the tendencies of one script. */
export function drawTendencies(random: Random, profile: Profile): Tendencies {
  return {
    windowPages: random.pick([12, 16, 16, 24, 32, 48, 64, 128, 400, 1100]),
    windowPage: random.pick(windowPages),
    lengthPagesMax: random.pick([3, 6, 8, 8, 8, 12, 16, 24, 64]),
    validPercent: random.pick([70, 80, 88, 95]),
    fixedPercent: random.pick([15, 30, 30, 45, 60]),
    sharedPercent: random.pick([5, 15, 15, 30]),
    diskPercent: 0,
    hugePercent: random.pick([0, 0, 2, 10]),
    processesMax: random.pick([3, 4, 6]),
    isWide: false,
    ...profile.tendencies,
  };
}

/** The profiles by name, in the order in which a simulator best learns them. */
export const profiles: Readonly<Record<string, Profile>> = {
  basic: {
    actions: [
      [mapAnonymous, 30],
      [unmap, 16],
      [protect, 18],
      [touch, 18],
      [transferData, 8],
      [queryResidency, 3],
      [protectPattern, 3],
      [tellMerge, 3],
      [tellProtections, 1],
      [tellGaps, 1],
    ],
  },
  errors: {
    actions: [
      [callOddly, 48],
      [mapAnonymous, 16],
      [unmap, 5],
      [protect, 5],
      [touch, 8],
      [transferData, 5],
      [remap, 4],
      [advise, 4],
      [openFile, 2],
      [mapFile, 2],
      [moveBreak, 3],
    ],
  },
  hints: {
    actions: [
      [place, 48],
      [unmap, 16],
      [mapAnonymous, 8],
      [protect, 6],
      [touch, 10],
      [remap, 7],
      [tellGaps, 3],
      [limit, 1],
    ],
  },
  brk: {
    actions: [[moveBreak, 62], [touch, 8], [mapAnonymous, 6], [unmap, 4], [protect, 4], [transferData, 4], [
      manageProcesses,
      4,
    ], [limit, 2]],
  },
  file: { actions: fileActions(8, 7) },
  disk: { actions: fileActions(10, 3), tendencies: { diskPercent: 100 } },
  fork: {
    actions: [
      [mapAnonymous, 14],
      [manageProcesses, 24],
      [touch, 24],
      [transferData, 24],
      [unmap, 5],
      [protect, 8],
      [advise, 5],
      [growFamily, 5],
      [forkWithAdvice, 2],
      [tellMerge, 1],
      [moveBreak, 4],
      [remap, 3],
    ],
  },
  forkfile: {
    actions: [
      [mapAnonymous, 8],
      [mapFile, 14],
      [useFile, 14],
      [manageProcesses, 18],
      [touch, 22],
      [transferData, 18],
      [unmap, 4],
      [protect, 6],
      [advise, 6],
      [remap, 4],
      [tellSharedTruncation, 4],
      [growFamily, 2],
      [tellTwoViews, 2],
    ],
  },
  mremap: {
    actions: [
      [mapAnonymous, 20],
      [remap, 34],
      [remapMany, 7],
      [touch, 14],
      [transferData, 12],
      [unmap, 6],
      [protect, 8],
      [tellMoves, 4],
      [mapFile, 5],
      [useFile, 3],
      [manageProcesses, 3],
    ],
  },
  madvise: {
    actions: [
      [mapAnonymous, 16],
      [mapFile, 8],
      [useFile, 6],
      [advise, 34],
      [touch, 22],
      [transferData, 12],
      [queryResidency, 5],
      [synchronize, 4],
      [manageProcesses, 5],
      [protect, 4],
      [lock, 2],
      [forkWithAdvice, 2],
      [tellZeroPages, 2],
    ],
  },
  lock: {
    actions: [
      [mapAnonymous, 20],
      [lock, 30],
      [touch, 12],
      [protect, 8],
      [unmap, 8],
      [remap, 7],
      [advise, 7],
      [manageProcesses, 4],
      [limit, 3],
      [mapFile, 3],
      [useFile, 3],
      [protectPattern, 1],
    ],
    tendencies: { isWide: true },
  },
  ext: {
    actions: [
      [mapAnonymous, 16],
      [guard, 6],
      [seal, 5],
      [limit, 6],
      [tellGrowth, 4],
      [openMemfd, 3],
      [execute, 1],
      [forkWithAdvice, 4],
      [advise, 20],
      [touch, 18],
      [transferData, 8],
      [unmap, 6],
      [protect, 6],
      [remap, 8],
      [lock, 6],
      [manageProcesses, 6],
      [mapFile, 5],
      [useFile, 4],
      [place, 5],
      [queryResidency, 3],
    ],
    tendencies: { isWide: true },
  },
  mix: {
    actions: [
      [mapAnonymous, 14],
      [mapFile, 8],
      [useFile, 10],
      [unmap, 8],
      [protect, 9],
      [protectPattern, 2],
      [remap, 8],
      [remapMany, 1],
      [advise, 8],
      [guard, 1],
      [seal, 1],
      [touch, 18],
      [transferData, 12],
      [moveBreak, 6],
      [queryResidency, 3],
      [synchronize, 2],
      [lock, 3],
      [limit, 1],
      [manageProcesses, 7],
      [growFamily, 1],
      [place, 6],
      [callOddly, 3],
      [tellMerge, 1],
      [tellTwoViews, 1],
      [tellSharedTruncation, 1],
      [tellMoves, 1],
      [tellZeroPages, 1],
    ],
    tendencies: { diskPercent: 15, isWide: true },
  },
  swap: {
    actions: [
      [tellSwap, 16],
      [tellSwapFamily, 8],
      [tellSwapMove, 5],
      [pageOut, 22],
      [mapAnonymous, 10],
      [mapFile, 4],
      [useFile, 5],
      [touch, 18],
      [transferData, 12],
      [manageProcesses, 8],
      [unmap, 3],
      [protect, 5],
      [remap, 4],
      [lock, 2],
      [queryResidency, 2],
      [tellSharedTruncation, 1],
      [moveBreak, 2],
    ],
    tendencies: { lengthPagesMax: 8, hugePercent: 0 },
  },
};

function fileActions(synchronizeWeight: number, adviseWeight: number): WeightedAction[] {
  return [
    [mapFile, 22],
    [useFile, 28],
    [touch, 22],
    [transferData, 14],
    [unmap, 5],
    [protect, 7],
    [synchronize, synchronizeWeight],
    [advise, adviseWeight],
    [queryResidency, 2],
    [remap, 2],
    [tellTwoViews, 2],
    [tellWriteBack, 3],
    [tellFaultAround, 2],
    [tellSharedTruncation, 1],
  ];
}
