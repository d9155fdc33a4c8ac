/**
 * The state's records as a reducer may write to them: owned by the state's epoch, copied first when they are not.
 */

import type { AnonVma } from "../state/anon_vma.ts";
import type { Inode } from "../state/inode.ts";
import type { ObjectTable } from "../state/object_table.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Process } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";

/** A record that knows which epoch may write to it. */
interface Owned<R> {
  readonly epoch: number;
  clone(epoch: number): R;
}

function own<R extends Owned<R>>({ epoch }: State, table: ObjectTable<R>, id: number, record: R): R {
  if (record.epoch === epoch) return record;
  const copy = record.clone(epoch);
  table.set(epoch, id, copy);
  return copy;
}

/** The address space `id`, writable. */
export function ownSpace(state: State, id: number): Space {
  return own(state, state.spaces, id, state.space(id));
}

/** The process `pid`, writable. */
export function ownProcess(state: State, pid: number): Process {
  return own(state, state.processes, pid, state.process(pid));
}

/** The open-file description `id`, writable. */
export function ownFile(state: State, id: number): OpenFile {
  return own(state, state.files, id, state.file(id));
}

/** The inode `id`, writable. */
export function ownInode(state: State, id: number): Inode {
  return own(state, state.inodes, id, state.inode(id));
}

/** The anon_vma `id`, writable. */
export function ownAnonVma(state: State, id: number): AnonVma {
  return own(state, state.anonVmas, id, state.anonVma(id));
}
