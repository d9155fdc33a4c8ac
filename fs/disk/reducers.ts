/**
 * The reducers of disks.
 */

import { assertThat, type Reducer, type State } from "@palimpsest/kernel";
import { diskOf } from "./disk.ts";
import type { DiskEffect } from "./effects.ts";

type EffectOfKind<K extends DiskEffect["kind"]> = Extract<DiskEffect, { kind: K }>;

/** blocksTake: pages lie in blocks. */
export function blocksTake(state: State, effect: EffectOfKind<"blocksTake">): void {
  const { inode, index, count, block } = effect;
  diskOf(state).note(state, { what: "blocks", event: state.eventCount, inode, index, count, block });
}

/** diskSize: a size on the disk. */
export function diskSize(state: State, { inode, sizeBytes }: EffectOfKind<"diskSize">): void {
  const disk = diskOf(state);
  const before = disk.attributesOf(inode);
  assertThat(before !== undefined, () => `inode ${inode} gets a size and is not on the disk`);
  disk.note(state, { what: "inode", event: state.eventCount, inode, attributes: { ...before, sizeBytes } });
}

/** journalCommit: the running transaction is on the disk. */
export function journalCommit(state: State, { transaction }: EffectOfKind<"journalCommit">): void {
  const disk = diskOf(state);
  const { runningId, runningCount } = disk.journal;
  assertThat(
    transaction === runningId && runningCount > 0,
    () => `transaction ${transaction} is committed; ${runningId} runs, with ${runningCount} changes`,
  );
  disk.commit(state);
}

/** journalCheckpoint: what is committed leaves the journal. */
export function journalCheckpoint(state: State): void {
  diskOf(state).checkpoint(state);
}

/** deviceFlush: the device's cache is empty. */
export function deviceFlush(state: State): void {
  diskOf(state).device.flush(state, state.epoch);
}

/** One reducer for each effect of a disk. */
export const diskReducers: Readonly<Record<DiskEffect["kind"], Reducer>> = {
  blocksTake,
  diskSize,
  journalCommit,
  journalCheckpoint,
  deviceFlush,
};
