/**
 * The file system's side: names, what lies behind inodes, and what /proc shows of processes.
 *
 *      path ── Walk ──▶ Node = inode number, or a SyntheticNode (an entry of /proc that is only told of until it is opened)
 *
 *      kernel   Inode       kind, file system, size, links, name; mode, and attributes: owner, device, times
 *               Process     credentials (users, groups), place (working directory, umask)
 *      names/   Directory   name ──▶ inode; parent, mount; listed the newest name first
 *               Names       the slice: every directory, target of a symbolic link, and mount
 *               Mount       file system ── covers ──▶ directory; "/" is mount 1
 *
 *   Two sorts of machines. Without mounts names are flat (flat_path.ts): recordings and scripts. With furnishTree() there is a
 *   tree: / tmpfs, /tmp tmpfs, /dev devtmpfs, /proc proc, /disk a disk.
 *
 *   A kind of file system (names/file_system_kind.ts) says what a mount does beside keeping names: `tree` makes up directories
 *   and entries (/proc: lookup, list, nodeAt). The table of kinds is in that file. A disk follows the effects (disk/).
 *
 *   Changes go through names/name_changes.ts: makeInode, addName, removeName, moveName, exchangeNames. A regular file's
 *   bytes, size and pages stay with the kernel, as before.
 *   A kind of file (kernel: FILE_*) brings FileOperations in boot.ts: read, write, and evict, which lets go of what is kept of an
 *   inode about to be removed. Times are virtual: tx.now, in nanoseconds since boot.
 *
 *   Ids. Effects: 64 … 75 names, 84 … 87 pipes, 88 … 95 disk; 76 … 83 are free. Events: 128 … 180 names, 181 … 185 the disk,
 *   186 … 191 devices and the rest. Records of the digest: 64 … 69 names, 70 … 79 pipes and devices, 80 … 89 disk.
 *
 * @module
 */

export { boot, fsPart, system } from "./boot.ts";
export { furnishTree, HOME_PATH, makeDirectory } from "./furnish_tree.ts";
export { type FurnishedFile, furnishFile, inodeAt, makeFile, nodeAt } from "./furnish.ts";
export { type InstalledFile, installFile } from "./install_file.ts";
export { type SuppliedEntry, supplyFiles } from "./supplied_files.ts";
export { openTerminal, TERMINAL_PATH, terminalText } from "./terminal_operations.ts";
export { MFD } from "./syscalls/memfd_create.ts";
export { checkNames } from "./names/check_names.ts";
export { type FileSystemKind, kindOfFileSystem, type SyntheticTree } from "./names/file_system_kind.ts";
export { pathOfDirectory } from "./names/full_path.ts";
export type { Mount } from "./names/mount.ts";
export type { Directory } from "./names/directory.ts";
export type { Node, SyntheticNode } from "./names/node.ts";
export { type Entry, Names, namesOf } from "./names/names.ts";
export { DEVICE } from "./dev/device_numbers.ts";
export {
  FRAME_BUFFER_BYTES,
  FRAME_BUFFER_HEIGHT,
  FRAME_BUFFER_WIDTH,
  frameBufferColors,
} from "./dev/frame_buffer.ts";
export { toldRecords } from "./proc/proc_operations.ts";
export type { MachineSize } from "./proc/meminfo.ts";
export { type MapsLine, mapsLines, printMapsLine } from "./proc/maps.ts";
export {
  type ResidencyLetter,
  residencyLetter,
  type ResidencyRun,
  residencyRuns,
  residencyText,
} from "./proc/residency.ts";
export { inodeName, vmaName } from "./proc/vma_name.ts";
export { type Disk, diskOf } from "./disk/disk.ts";
export { type DiskFile, DiskPicture, type PowerCutReport } from "./disk/disk_picture.ts";
export { Flusher, FLUSHING } from "./disk/flusher.ts";
export { cutPower, syncedDisk } from "./disk/power_cut.ts";
export { checkJournal, checkPicture } from "./disk/fsck.ts";

// The types that the exports above speak of.
export type { BlockDevice, BlockVersions, BlockWrite } from "./disk/block_device.ts";
export type { BlockRun, BlockRuns } from "./disk/block_runs.ts";
export type { DiskName, DiskNames } from "./disk/disk_names.ts";
export type { DiskAttributes, DiskChange } from "./disk/disk_change.ts";
export type { BlockObserver, DiskInode, DiskTree } from "./disk/disk_tree.ts";
export type { CommittedTransaction, Journal } from "./disk/journal.ts";
