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

/** A copy that the state owns, in the place of a record that it does not. */
function copyOf<R extends Owned<R>>({ epoch }: State, table: ObjectTable<R>, id: number, record: R): R {
  const copy = record.clone(epoch);
  table.set(epoch, id, copy);
  return copy;
}

// Whether a record is owned is asked in each function, of one class of records: asked in one place for all of them, it would
// take the engine a search.

/** The address space `id`, writable. */
export function ownSpace(state: State, id: number): Space {
  const space = state.space(id);
  return space.epoch === state.epoch ? space : copyOf(state, state.spaces, id, space);
}

/** The process `pid`, writable. */
export function ownProcess(state: State, pid: number): Process {
  const process = state.process(pid);
  return process.epoch === state.epoch ? process : copyOf(state, state.processes, pid, process);
}

/** The open-file description `id`, writable. */
export function ownFile(state: State, id: number): OpenFile {
  const file = state.file(id);
  return file.epoch === state.epoch ? file : copyOf(state, state.files, id, file);
}

/** The inode `id`, writable. */
export function ownInode(state: State, id: number): Inode {
  const inode = state.inode(id);
  return inode.epoch === state.epoch ? inode : copyOf(state, state.inodes, id, inode);
}

/** The anon_vma `id`, writable. */
export function ownAnonVma(state: State, id: number): AnonVma {
  const anonVma = state.anonVma(id);
  return anonVma.epoch === state.epoch ? anonVma : copyOf(state, state.anonVmas, id, anonVma);
}
