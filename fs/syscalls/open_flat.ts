/**
 * Opening a file by a flat name, as recordings and scripts do (names/flat_path.ts).
 *
 *  Errors, first match wins:
 *    EINVAL        O_CREAT with O_DIRECTORY
 *    ENOENT        an empty path;  ENAMETOOLONG
 *    EMFILE        no free descriptor
 *    …             what a recording gives: the file does not exist, or may not be opened
 *    EEXIST        O_CREAT and O_EXCL of a name that exists
 *    ENOENT        no such name, without O_CREAT
 *    EISDIR        a directory, created or opened for writing
 *    ENOTDIR       O_DIRECTORY of something else
 *    EACCES        the owner's mode bits forbid the access (the machine's user owns every file and has no capabilities)
 *  O_TRUNC of a regular file that existed makes it empty, however it is opened.
 */

import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  FILE_DIRECTORY,
  FILE_REGULAR,
  freeDescriptor,
  OPEN,
  setFileSize,
  type Transaction,
} from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import { type FlatPlace, flatPlace } from "../names/flat_path.ts";
import { accessWanted, KNOWN_FLAGS, openInode, type OpenRequest } from "./open_request.ts";

const MODE_BITS = 0o7777;
const MAY_WRITE = 2;

/** Opens a file at the lowest free descriptor; the descriptor, or a negated errno. */
export function openFlat(tx: Transaction, request: OpenRequest): number {
  const { path, given } = request;
  const flags = request.flags & KNOWN_FLAGS;
  if ((flags & OPEN.CREAT) !== 0 && (flags & OPEN.DIRECTORY) !== 0) return -EINVAL;
  const where = flatPlace(path);
  if (typeof where === "number") return where;
  const descriptor = freeDescriptor(tx.process);
  if (descriptor < 0) return descriptor;
  if (given < 0) return given;
  const entry = namesOf(tx.state).find(where.directory, where.name);
  if (entry === undefined) {
    if ((flags & OPEN.CREAT) === 0) return -ENOENT;
    return openInode(tx, createFile(tx, where, request), flags);
  }
  const refused = given > 0 ? 0 : refusal(tx, entry.inode, flags);
  if (refused !== 0) return refused;
  const isEmptied = (flags & OPEN.TRUNC) !== 0 && (flags & OPEN.PATH) === 0;
  if (isEmptied && tx.state.inode(entry.inode).making.fileKind === FILE_REGULAR) {
    setFileSize(tx, entry.inode, 0);
  }
  return openInode(tx, entry.inode, flags);
}

/** Why a file that exists may not be opened so, or 0. */
function refusal(tx: Transaction, inodeId: number, flags: number): number {
  const { making: { fileKind }, mode } = tx.state.inode(inodeId);
  if ((flags & OPEN.CREAT) !== 0 && (flags & OPEN.EXCL) !== 0) return -EEXIST;
  const isDirectory = fileKind === FILE_DIRECTORY;
  const wanted = accessWanted(flags);
  if (isDirectory && ((flags & OPEN.CREAT) !== 0 || (wanted & MAY_WRITE) !== 0)) return -EISDIR;
  if (!isDirectory && (flags & OPEN.DIRECTORY) !== 0) return -ENOTDIR;
  return (wanted & ~(mode >> 6)) !== 0 ? -EACCES : 0;
}

function createFile(tx: Transaction, where: FlatPlace, { path, mode }: OpenRequest): number {
  const inode = tx.state.counters.inode + 1;
  tx.emit({
    kind: "inodeNew",
    inode,
    fileKind: FILE_REGULAR,
    fileSystem: where.fileSystem,
    sizeBytes: 0,
    mode: mode & MODE_BITS,
    links: 1,
    unknownStorage: false,
    name: path,
  });
  tx.emitForeign({ kind: "entryPut", directory: where.directory, name: where.name, inode });
  return inode;
}
