/**
 * What /proc/PID/maps calls a mapping (fs/proc/task_mmu.c: show_map_vma).
 *
 *     file                     its path, " (deleted)" when it has no name any more
 *     [vvar] [vdso] …          special mappings, by their own name, without device, inode and offset
 *     [heap]                   overlaps start_brk … brk
 *     [stack]                  the VMA the process's stack started in
 *     nothing                  other anonymous memory
 */

import {
  addressOf,
  FILE_REGULAR,
  FS_SHMEM,
  type Inode,
  type Space,
  type State,
  type Vma,
} from "@palimpsest/kernel";

const DELETED = " (deleted)";

/** The name of a mapping; empty for anonymous memory. */
export function vmaName(state: State, space: Space, vma: Vma): string {
  if (vma.name === "[stack]") return isInitialStack(space, vma) ? vma.name : "";
  if (vma.name !== "") return vma.name;
  if (vma.file !== 0) return inodeName(state.inode(vma.inode));
  return isInitialHeap(space, vma) ? "[heap]" : "";
}

/** The path of a file as mappings and descriptors show it. */
export function inodeName(inode: Inode): string {
  const { name, making: { fileKind, fileSystem } } = inode;
  // Pipes, terminals and what was inherited never had a place in a directory.
  const isGone = fileKind === FILE_REGULAR && inode.links === 0 && fileSystem !== FS_SHMEM &&
    !name.endsWith(DELETED);
  return isGone && name !== "" ? name + DELETED : name;
}

function isInitialHeap(space: Space, vma: Vma): boolean {
  return addressOf(vma.startPage) < space.endBreak && addressOf(vma.endPage) > space.layout.startBreak;
}

/** A stack that was split keeps its name where it began: in its topmost part. */
function isInitialStack(space: Space, vma: Vma): boolean {
  return space.vmas.next(vma.startPage + 1)?.name !== "[stack]";
}
