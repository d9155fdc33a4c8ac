/**
 * The page frames in use, as rows: neighbours with the same owner and state together.
 *
 *     FRAMES  USE         OF                    INDEX   MAPPED  STATE           BYTES
 *     4-19    page cache  libc.so.6             0-15    1       cached          unknown
 *     58      anonymous   anon_vma 3            …       1       dirty,exclusive unknown
 */

import { inodeName } from "@palimpsest/fs";
import {
  F_ANON,
  F_CACHED,
  F_DIRTY,
  F_EXCLUSIVE,
  F_LOCKED,
  F_SLOT_KEPT,
  F_SWAP_CACHE,
  FLAGS,
  frameIndex,
  MAPS,
  OWNER,
  type State,
  ZERO_FRAME,
} from "@palimpsest/kernel";
import { contentWords } from "./content_words.ts";
import { tableLines } from "./table.ts";

/** Neighbouring frames with one owner and one state. */
export interface FrameRow {
  readonly frame: number;
  readonly frames: number;
  readonly use: "anonymous" | "page cache";
  /** The file, or the anon_vma. */
  readonly of: string;
  /** Index of the first frame's page in its owner. */
  readonly index: number;
  readonly mapped: number;
  readonly state: string;
  readonly bytes: string;
}

const STATES: readonly (readonly [number, string])[] = [
  [F_CACHED, "cached"],
  [F_SWAP_CACHE, "swap cache"],
  [F_SLOT_KEPT, "slot kept"],
  [F_DIRTY, "dirty"],
  [F_EXCLUSIVE, "exclusive"],
  [F_LOCKED, "locked"],
];

/** Every frame in use, by number; the zero page is not among them. */
export function frameRows(state: State): FrameRow[] {
  const rows: FrameRow[] = [];
  for (const frame of state.usedFrames()) {
    if (frame !== ZERO_FRAME) addFrame(rows, frameRow(state, frame));
  }
  return rows;
}

/** The rows as a table. */
export function frameLines(rows: readonly FrameRow[]): string[] {
  const range = (first: number, count: number) => count === 1 ? `${first}` : `${first}-${first + count - 1}`;
  return tableLines(
    [["FRAMES", "left"], ["USE", "left"], ["OF", "left"], ["INDEX", "left"], ["MAPPED", "right"], [
      "STATE",
      "left",
    ], [
      "BYTES",
      "left",
    ]],
    rows.map((row) => [
      range(row.frame, row.frames),
      row.use,
      row.of,
      range(row.index, row.frames),
      `${row.mapped}`,
      row.state,
      row.bytes,
    ]),
  );
}

function addFrame(rows: FrameRow[], row: FrameRow): void {
  const last = rows.at(-1);
  const continues = last !== undefined && last.frame + last.frames === row.frame && last.of === row.of &&
    last.index + last.frames === row.index && last.mapped === row.mapped && last.state === row.state &&
    last.bytes === row.bytes;
  if (continues) rows[rows.length - 1] = { ...last, frames: last.frames + 1 };
  else rows.push(row);
}

function frameRow(state: State, frame: number): FrameRow {
  const flags = state.frameWord(frame, FLAGS);
  const owner = state.frameWord(frame, OWNER);
  const isAnonymous = (flags & F_ANON) !== 0;
  const inode = isAnonymous ? undefined : state.inodes.get(owner);
  return {
    frame,
    frames: 1,
    use: isAnonymous ? "anonymous" : "page cache",
    of: isAnonymous ? `anon_vma ${owner}` : inode === undefined ? `inode ${owner}` : inodeName(inode),
    index: frameIndex(state.frames.peek(frame), state.frames.offset(frame)),
    mapped: state.frameWord(frame, MAPS),
    state: STATES.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word).join(", "),
    bytes: contentWords(state.content(frame)),
  };
}
