/**
 * Watermarks: how many frames are kept free (mm/page_alloc.c: __setup_per_zone_wmarks).
 *
 *      frames free
 *      ────────────── high      background reclaim stops
 *      ────────────── low       background reclaim begins, before the next event
 *      ────────────── min       who asks for a frame now reclaims first (direct reclaim)
 *      ────────────── 0         what min kept back is used when nothing can be reclaimed; then the OOM killer comes
 *
 *   WM1  min ≤ low ≤ high. All 0 is the bare textbook case: a page goes exactly when a frame is needed and none is free.
 *   WM2  Linux's sizes are for machines of gigabytes; of a small one at most a 128th is kept back.
 */

import { PAGE_SIZE } from "../address.ts";

/** Frames kept free. */
export interface Watermarks {
  /** Below it only reclaim itself may take frames. */
  readonly min: number;
  /** Below it background reclaim starts. */
  readonly low: number;
  /** At it background reclaim stops. */
  readonly high: number;
}

/** No frame is kept free. */
export const NO_WATERMARKS: Watermarks = { min: 0, low: 0, high: 0 };

/** The most that min_free_kbytes comes to by itself, and the share of memory that small machines keep back. */
const MOST_KIB = 262_144;
const SMALL_SHARE = 128;
/** watermark_scale_factor: the marks lie at least this many 10,000ths of memory apart. */
const SCALE_FACTOR = 10;
const KIB_PER_PAGE = PAGE_SIZE / 1024;

/** The watermarks of a machine of so many frames, as Linux sets them at boot (WM2). */
export function usualWatermarks(frameCount: number): Watermarks {
  const kib = Math.min(MOST_KIB, Math.floor(Math.sqrt(frameCount * KIB_PER_PAGE * 16)));
  const min = Math.min(Math.floor(kib / KIB_PER_PAGE), Math.floor(frameCount / SMALL_SHARE));
  const step = Math.max(Math.floor(min / 4), Math.floor(frameCount * SCALE_FACTOR / 10_000));
  return { min, low: min + step, high: min + 2 * step };
}
