/**
 * The reducers of names.
 */

import { addRecord, assertThat, type Reducer, type State, subtractRecord } from "@palimpsest/kernel";
import type { NameEffect } from "./effects.ts";
import { type Entry, namesOf, RECORD_ENTRY } from "./names.ts";

type EffectOfKind<K extends NameEffect["kind"]> = Extract<NameEffect, { kind: K }>;

/** entryPut: a name stands for an inode. */
export function entryPut(state: State, { directory, name, inode }: EffectOfKind<"entryPut">): void {
  const entry: Entry = { directory, name, inode };
  const before = namesOf(state).put(state.epoch, entry);
  if (before !== undefined) subtractEntry(state, before);
  addRecord(state, RECORD_ENTRY, directory, [name, inode]);
}

/** entryRemove: a name is gone. */
export function entryRemove(state: State, { directory, name }: EffectOfKind<"entryRemove">): void {
  const before = namesOf(state).remove(state.epoch, directory, name);
  assertThat(before !== undefined, () => `directory ${directory} has no name ${name}`);
  subtractEntry(state, before);
}

function subtractEntry(state: State, { directory, name, inode }: Entry): void {
  subtractRecord(state, RECORD_ENTRY, directory, [name, inode]);
}

/** One reducer for each effect on names. */
export const nameReducers: Readonly<Record<NameEffect["kind"], Reducer>> = { entryPut, entryRemove };
