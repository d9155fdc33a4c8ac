/**
 * The state's records as a reducer may write to them: owned by the state's epoch, copied first when they are not.
 */

import type { AnonVma } from "../state/anon_vma.ts";
import type { Inode } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Process } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";

/** The address space `id`, writable. */
export function ownSpace(state: State, id: number): Space {
  const space = state.space(id);
  if (space.epoch === state.epoch) return space;
  const copy = space.clone(state.epoch);
  state.spaces.set(state.epoch, id, copy);
  return copy;
}

/** The process `pid`, writable. */
export function ownProcess(state: State, pid: number): Process {
  const process = state.process(pid);
  if (process.epoch === state.epoch) return process;
  const copy = process.clone(state.epoch);
  state.processes.set(state.epoch, pid, copy);
  return copy;
}

/** The open-file description `id`, writable. */
export function ownFile(state: State, id: number): OpenFile {
  const file = state.file(id);
  if (file.epoch === state.epoch) return file;
  const copy = file.clone(state.epoch);
  state.files.set(state.epoch, id, copy);
  return copy;
}

/** The inode `id`, writable. */
export function ownInode(state: State, id: number): Inode {
  const inode = state.inode(id);
  if (inode.epoch === state.epoch) return inode;
  const copy = inode.clone(state.epoch);
  state.inodes.set(state.epoch, id, copy);
  return copy;
}

/** The anon_vma `id`, writable. */
export function ownAnonVma(state: State, id: number): AnonVma {
  const anonVma = state.anonVma(id);
  if (anonVma.epoch === state.epoch) return anonVma;
  const copy = anonVma.clone(state.epoch);
  state.anonVmas.set(state.epoch, id, copy);
  return copy;
}
