/**
 * The machine's state as plain objects, for libraries that keep plain objects: as deep as it takes for a change to copy
 * little, which is how one would write it for them.
 *
 *     state ─ spaces ─ space ─ tables ─ 512 PTEs          (x86's page table, lowest level)
 *           │               └ vmas by start page
 *           ├ frames ─ 512 frames each
 *           ├ contents ─ 512 pages each                   bytes are replaced whole: no library looks into them
 *           └ processes, files, inodes (cache ─ 512 frames each)
 *
 * There is no digest, no reverse map and no index of free frames: the peers have less to do than we.
 */

/** A table of numbers by index, in parts of 512: absent is 0. */
export type NumberTable = Record<number, Record<number, number>>;

/** A VMA. */
export interface PlainVma {
  startPage: number;
  endPage: number;
  flags: number;
  file: number;
  inode: number;
  pageOffset: number;
  anonVma: number;
  anonChain: readonly number[];
  name: string;
}

/** An address space. */
export interface PlainSpace {
  vmas: Record<number, PlainVma>;
  tables: NumberTable;
  endBreak: number;
}

/** A page frame in use. */
export interface PlainFrame {
  maps: number;
  isCached: boolean;
  isExclusive: boolean;
  isAnonymous: boolean;
  owner: number;
  index: number;
}

/** A process. */
export interface PlainProcess {
  parent: number;
  space: number;
  state: number;
  minorFaults: number;
  majorFaults: number;
  descriptors: Record<number, number>;
}

/** The whole state. */
export interface PlainState {
  eventCount: number;
  processes: Record<number, PlainProcess>;
  spaces: Record<number, PlainSpace>;
  files: Record<number, { inode: number; readahead: readonly number[] }>;
  inodes: Record<number, { cache: NumberTable }>;
  frames: Record<number, Record<number, PlainFrame>>;
  contents: Record<number, Record<number, Uint8Array>>;
}

/** Entries in a part of a table. */
export const PART = 512;

/** The state before event 0. */
export function emptyPlainState(): PlainState {
  return { eventCount: 0, processes: {}, spaces: {}, files: {}, inodes: {}, frames: {}, contents: {} };
}

/** The number of the part that holds an entry. */
export function partOf(index: number): number {
  return Math.floor(index / PART);
}
