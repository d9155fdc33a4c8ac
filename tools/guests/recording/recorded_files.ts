/**
 * The files of a recording: what its header and its opens say exists, as files of the machine.
 *
 * RF1. A file of the header has the size given there. Any other file that existed has an unknown size, until a call
 *      creates it, cuts it, or tells where it ends; the machine's size is then UNKNOWN_SIZE_BYTES.
 * RF2. Special mappings ([vdso], [vvar] …) are the kernel's own memory: a device file each, mapped page by page.
 * RF3. Only ext4 and tmpfs files have pages that the machine looks into; directories, devices, /proc and what else has a
 *      descriptor are opaque.
 */

import type { FurnishedFile } from "@palimpsest/fs";
import {
  FILE_DEVICE,
  FILE_DIRECTORY,
  FILE_OPAQUE,
  FILE_REGULAR,
  FS_EXT4,
  FS_NONE,
  FS_TMPFS,
  OPEN,
  PAGE_SIZE,
  type Transaction,
} from "@palimpsest/kernel";

/** Larger than any file that is mapped, so that a mapping of a file of unknown size never ends before its VMA does. */
export const UNKNOWN_SIZE_BYTES = 2 ** 40;

const MODE = 0o644;

/** A file of the header. */
export function headerFile(path: string, sizeBytes: number): FurnishedFile {
  return {
    path,
    sizeBytes,
    fileKind: FILE_REGULAR,
    fileSystem: FS_EXT4,
    mode: MODE,
    unknownStorage: true,
  };
}

/** A special mapping of an image: memory of the kernel behind a name in brackets. */
export function specialFile(name: string, pageCount: number): FurnishedFile {
  return {
    ...opaqueFile(name),
    sizeBytes: pageCount * PAGE_SIZE,
    fileKind: FILE_DEVICE,
    unknownStorage: true,
  };
}

/** Something that the machine does not look into: a device, a file of /proc, a directory. */
export function opaqueFile(path: string): FurnishedFile {
  return {
    path,
    sizeBytes: 0,
    fileKind: FILE_OPAQUE,
    fileSystem: FS_NONE,
    mode: MODE,
    unknownStorage: false,
  };
}

/** Opens something without a name that the machine does not look into: a socket, a terminal. The open file's number. */
export function openNameless(tx: Transaction, name: string): number {
  const inode = tx.state.counters.inode + 1;
  const { path: _, ...making } = opaqueFile(name);
  tx.emit({ kind: "inodeNew", inode, links: 0, name, ...making });
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDWR });
  return file;
}

/**
 * A file that a call opened, as it was before: by what the recorder said of it and the call's flags.
 *
 * @param path The resolved path.
 * @param fileSystem The recorder's name of the file system.
 */
export function openedFile(path: string, fileSystem: string | undefined, flags: number): FurnishedFile {
  const isDisk = fileSystem === "ext4";
  const isMemory = fileSystem === "tmpfs" && (!path.startsWith("/dev/") || path.startsWith("/dev/shm/"));
  if (!isDisk && !isMemory) return opaqueFile(path);
  const kind = { fileSystem: isDisk ? FS_EXT4 : FS_TMPFS, mode: MODE, path };
  if ((flags & OPEN.DIRECTORY) !== 0) {
    return { ...kind, fileKind: FILE_DIRECTORY, sizeBytes: PAGE_SIZE, unknownStorage: false };
  }
  const isEmpty = isEmptyAfterOpening(flags);
  const sizeBytes = isEmpty ? 0 : UNKNOWN_SIZE_BYTES;
  return { ...kind, fileKind: FILE_REGULAR, sizeBytes, unknownStorage: !isEmpty };
}

/** Whether a file is new or cut to nothing by opening it so. */
export function isEmptyAfterOpening(flags: number): boolean {
  return (flags & OPEN.TRUNC) !== 0 || (flags & (OPEN.CREAT | OPEN.EXCL)) === (OPEN.CREAT | OPEN.EXCL);
}
