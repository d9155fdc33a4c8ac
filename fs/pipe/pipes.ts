/**
 * Pipes: what each holds, and how many have it open (struct pipe_inode_info of fs/pipe.c).
 *
 *      slot number    tail      tail + 1             head - 1        at most 16 slots, each a page of the inode's cache
 *                  | ··####  |  ########  |  …  |  ####····  |       by its number; # bytes that are not read yet
 *                    start      0                     end
 *
 *   PI1  A slot that is not the last is not written to any more; one that is read to its end is gone, and its page.
 *   PI2  Only the first slot is read from: of the others every byte from the page's start to their end is there.
 *   PI3  A pipe that nobody has open holds nothing, and has no record here.
 *   PI4  The table is persistent like all state: a checkpoint shares it.
 */

import { type CanonicalRecord, ObjectTable, type Slice, type State } from "@palimpsest/kernel";

/** The pages of a pipe (PIPE_DEF_BUFFERS). */
export const PIPE_SLOTS = 16;
/** Record kind of a pipe in the digest. */
export const RECORD_PIPE = 72;
/** The name of the slice in State.slices. */
export const PIPES_SLICE = "pipes";

/** A page of a pipe. */
export interface PipeSlot {
  /** Where its bytes end, in the page. */
  readonly end: number;
  /** A packet: what follows does not join it, and what is not read of it is lost (O_DIRECT). */
  readonly isPacket: boolean;
}

/** One pipe. */
export interface Pipe {
  /** Open files that read. */
  readonly readers: number;
  /** Open files that write. */
  readonly writers: number;
  /** How often it was opened for reading (r_counter). */
  readonly readerOpens: number;
  /** How often it was opened for writing (w_counter). */
  readonly writerOpens: number;
  /** The number of the first slot. */
  readonly tail: number;
  /** The first byte in it that is not read yet. */
  readonly start: number;
  /** The slots that hold bytes. */
  readonly slots: readonly PipeSlot[];
}

/** A pipe that nobody has opened. */
export const NO_PIPE: Pipe = {
  readers: 0,
  writers: 0,
  readerOpens: 0,
  writerOpens: 0,
  tail: 0,
  start: 0,
  slots: [],
};

/** All pipes of a state, by inode. */
export class Pipes implements Slice {
  private constructor(private readonly table: ObjectTable<Pipe>) {}

  /** No pipes, owned by `epoch`. */
  static empty(epoch: number): Pipes {
    return new Pipes(new ObjectTable(epoch));
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Pipes {
    return new Pipes(this.table.clone(epoch));
  }

  /** The pipe behind an inode; NO_PIPE when nobody has it open. */
  get(inode: number): Pipe {
    return this.table.get(inode) ?? NO_PIPE;
  }

  /** Puts a pipe in place of what it was; one that nobody has open goes. For reducers. */
  put(epoch: number, inode: number, pipe: Pipe): void {
    if (isOpen(pipe)) this.table.set(epoch, inode, pipe);
    else this.table.remove(epoch, inode);
  }

  /** Every pipe as a record of the digest. */
  *records(): Generator<CanonicalRecord> {
    for (const [inode, pipe] of this.table.entries()) yield [RECORD_PIPE, inode, pipeFields(pipe)];
  }
}

/** Whether anybody has a pipe open. */
export function isOpen({ readers, writers }: Pipe): boolean {
  return readers + writers > 0;
}

/** The fields of a pipe's digest record; its inode is the key. */
export function pipeFields(pipe: Pipe): (number | boolean)[] {
  const { readers, writers, readerOpens, writerOpens, tail, start, slots } = pipe;
  const counts = [readers, writers, readerOpens, writerOpens, tail, start];
  return [...counts, ...slots.flatMap(({ end, isPacket }) => [end, isPacket])];
}

/** The pipes of a state. */
export function pipesOf(state: State): Pipes {
  return state.slices.get(PIPES_SLICE) as Pipes;
}
