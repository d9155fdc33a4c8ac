/**
 * The reducers of pipes.
 */

import { addRecord, assertThat, type Reducer, type State, subtractRecord } from "@palimpsest/kernel";
import type { PipeEffect } from "./effects.ts";
import { isOpen, NO_PIPE, type Pipe, pipeFields, pipesOf, RECORD_PIPE } from "./pipes.ts";

type EffectOfKind<K extends PipeEffect["kind"]> = Extract<PipeEffect, { kind: K }>;

/** pipeOpen: who has it open. */
export function pipeOpen(state: State, { inode, readers, writers }: EffectOfKind<"pipeOpen">): void {
  changePipe(state, inode, (pipe) => {
    if (readers + writers === 0) return NO_PIPE;
    const readerOpens = pipe.readerOpens + Math.max(0, readers - pipe.readers);
    const writerOpens = pipe.writerOpens + Math.max(0, writers - pipe.writers);
    return { ...pipe, readers, writers, readerOpens, writerOpens };
  });
}

/** pipeFill: bytes were written to the last slot, or to a new one. */
export function pipeFill(state: State, { inode, slot, end, isPacket }: EffectOfKind<"pipeFill">): void {
  changePipe(state, inode, (pipe) => {
    const at = slot - pipe.tail;
    assertThat(
      at === pipe.slots.length || at === pipe.slots.length - 1,
      () => `pipe ${inode} has slots ${pipe.tail} … +${pipe.slots.length}; slot ${slot} is filled`,
    );
    return { ...pipe, slots: [...pipe.slots.slice(0, at), { end, isPacket }] };
  });
}

/** pipeTake: bytes were read. */
export function pipeTake(state: State, { inode, slot, start }: EffectOfKind<"pipeTake">): void {
  changePipe(state, inode, (pipe) => {
    const gone = slot - pipe.tail;
    assertThat(
      gone >= 0 && gone <= pipe.slots.length,
      () => `pipe ${inode} has slots ${pipe.tail} … +${pipe.slots.length}; slot ${slot} is the first`,
    );
    return { ...pipe, tail: slot, start, slots: pipe.slots.slice(gone) };
  });
}

function changePipe(state: State, inode: number, change: (pipe: Pipe) => Pipe): void {
  const pipes = pipesOf(state);
  const before = pipes.get(inode);
  const after = change(before);
  if (isOpen(before)) subtractRecord(state, RECORD_PIPE, inode, pipeFields(before));
  pipes.put(state.epoch, inode, after);
  if (isOpen(after)) addRecord(state, RECORD_PIPE, inode, pipeFields(after));
}

/** One reducer for each effect on pipes. */
export const pipeReducers: Readonly<Record<PipeEffect["kind"], Reducer>> = { pipeOpen, pipeFill, pipeTake };
