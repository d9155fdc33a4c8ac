/**
 * The mappings of a process, as /proc/PID/maps prints them (fs/proc/task_mmu.c).
 *
 *     555555554000-555555556000 r--p 00000000 fe:00 3                          /usr/bin/cat
 *     start        end          perms offset  device inode                     name, from column 74 on
 *     7ffff7fc0000-7ffff7fc2000 rw-p 00000000 00:00 0
 *
 * MA1. Device, inode and offset are those of a file; special mappings and anonymous memory show zeros.
 * MA2. A line without a name ends in one blank, as the kernel's does.
 */

import {
  addressOf,
  FS_DEVTMPFS,
  FS_EXT4,
  FS_SHMEM,
  PAGE_SIZE,
  permissionsText,
  type Space,
  type State,
  type Vma,
} from "@palimpsest/kernel";
import { vmaName } from "./vma_name.ts";

const NAME_COLUMN = 73;
/** Devices, by what lies behind the file: a virtual disk, the kernel's own tmpfs for shared memory, a mounted tmpfs. */
const DEVICES: Readonly<Record<number, string>> = {
  [FS_EXT4]: "fe:00",
  [FS_SHMEM]: "00:01",
  [FS_DEVTMPFS]: "00:06",
};
const TMPFS_DEVICE = "00:1a";
const NO_DEVICE = "00:00";

/** A mapping with everything that is shown of it. */
export interface MapsLine {
  /** The mapping itself. */
  readonly vma: Vma;
  /** Such as "rw-p". */
  readonly permissions: string;
  /** Offset in the file in bytes; 0 for mappings without a file. */
  readonly offsetBytes: number;
  /** Such as "fe:00"; "00:00" without a file. */
  readonly device: string;
  /** The file's inode, 0 without one. */
  readonly inode: number;
  /** The path, or a name in brackets; empty for memory without one. */
  readonly name: string;
}

/** The mappings of an address space, by address. */
export function mapsLines(state: State, space: Space): MapsLine[] {
  return [...space.vmas.items()].map((vma) => mapsLine(state, space, vma));
}

function mapsLine(state: State, space: Space, vma: Vma): MapsLine {
  const hasFile = vma.file !== 0 && vma.name === "";
  return {
    vma,
    permissions: permissionsText(vma.flags),
    offsetBytes: hasFile ? vma.pageOffset * PAGE_SIZE : 0,
    device: hasFile ? deviceOf(state, vma) : NO_DEVICE,
    inode: hasFile ? vma.inode : 0,
    name: vmaName(state, space, vma),
  };
}

function deviceOf(state: State, vma: Vma): string {
  return DEVICES[state.inode(vma.inode).making.fileSystem] ?? TMPFS_DEVICE;
}

/** One line of /proc/PID/maps. */
export function printMapsLine({ vma, permissions, offsetBytes, device, inode, name }: MapsLine): string {
  const start = addressOf(vma.startPage).toString(16).padStart(8, "0");
  const end = addressOf(vma.endPage).toString(16).padStart(8, "0");
  const offset = offsetBytes.toString(16).padStart(8, "0");
  const line = `${start}-${end} ${permissions} ${offset} ${device} ${inode} `;
  return name === "" ? line : line.padEnd(NAME_COLUMN) + name;
}
