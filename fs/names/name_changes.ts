/**
 * Changes of names, as effects: what the calls emit once they know that they may. Link counts and times go along; a disk
 * follows the effects by itself (disk/followers.ts).
 *
 *      makeInode     an inode, with owner, mode and times          no name yet
 *      addName       a name for it                                 the directory is changed
 *      removeName    one name less                                 the inode goes when it was the last, and nobody has it open
 *      moveName      another name, another directory               one event: nobody sees it under both or none
 */

import { dropInode, FILE_DIRECTORY, FILE_SYMLINK, touchInode, type Transaction } from "@palimpsest/kernel";
import { writeReplacement } from "../disk/port.ts";
import { pathOfName } from "./full_path.ts";
import { namesOf } from "./names.ts";
import { isInGroup, isPrivileged, SET_GID_BIT, type Subject } from "./permission.ts";
import { textBytes } from "./path_text.ts";

/** What to make. */
export interface InodeMaking {
  /** FILE_* of the kernel. */
  readonly fileKind: number;
  /** Permission bits, the umask taken off. */
  readonly mode: number;
  /** Who makes it. */
  readonly subject: Subject;
  /** The number of a device. */
  readonly device?: number;
  /** Where a symbolic link leads. */
  readonly target?: string;
}

/** Makes an inode that is going to stand in `directory` under `name`; its number. It has no links yet. */
export function makeInode(tx: Transaction, directory: number, name: string, making: InodeMaking): number {
  const { fileKind, subject, device = 0, target = "" } = making;
  const inode = tx.state.counters.inode + 1;
  const { gid, mode } = groupAndMode(tx, directory, making);
  tx.emit({
    kind: "inodeNew",
    inode,
    fileKind,
    fileSystem: tx.state.inode(directory).making.fileSystem,
    sizeBytes: textBytes(target),
    mode,
    links: 0,
    unknownStorage: false,
    name: pathOfName(tx.state, directory, name),
  });
  tx.emit({ kind: "inodeAttributes", inode, uid: subject.uid, gid, device });
  const { now } = tx;
  tx.emit({ kind: "inodeTimes", inode, accessed: now, modified: now, changed: now });
  const { mount } = namesOf(tx.state).directory(directory)!;
  if (fileKind === FILE_DIRECTORY) {
    tx.emitForeign({ kind: "directoryNew", directory: inode, parent: directory, name, mount });
  }
  if (fileKind === FILE_SYMLINK) tx.emitForeign({ kind: "symlinkNew", inode, target });
  return inode;
}

/** A directory with the set-group-ID bit hands its group on, and the bit to directories (inode_init_owner). */
function groupAndMode(tx: Transaction, directory: number, { fileKind, mode, subject }: InodeMaking) {
  const above = tx.state.inode(directory);
  if ((above.mode & SET_GID_BIT) === 0) return { gid: subject.gid, mode };
  const gid = above.attributes?.gid ?? 0;
  if (fileKind === FILE_DIRECTORY) return { gid, mode: mode | SET_GID_BIT };
  const runsAsGroup = (mode & SET_GID_BIT) !== 0 && (mode & 0o010) !== 0;
  const isKept = !runsAsGroup || isInGroup(subject, gid) || isPrivileged(subject);
  return { gid, mode: isKept ? mode : mode & ~SET_GID_BIT };
}

/** Gives an inode a (further) name in a directory that has none such. */
export function addName(tx: Transaction, directory: number, name: string, inode: number): void {
  tx.emitForeign({ kind: "entryPut", directory, name, inode });
  if (isDirectoryInode(tx, inode)) {
    setLinks(tx, inode, 2);
    setLinks(tx, directory, tx.state.inode(directory).links + 1);
  } else setLinks(tx, inode, tx.state.inode(inode).links + 1);
  touchInode(tx, inode, ["changed"]);
  touchInode(tx, directory, ["modified", "changed"]);
}

/** Takes a name away; the inode goes with its last one when nobody has it open. */
export function removeName(tx: Transaction, directory: number, name: string): void {
  const { inode } = namesOf(tx.state).find(directory, name)!;
  tx.emitForeign({ kind: "entryRemove", directory, name });
  touchInode(tx, directory, ["modified", "changed"]);
  loseLink(tx, directory, inode);
}

/** An inode of a directory lost a name. */
function loseLink(tx: Transaction, directory: number, inode: number): void {
  if (isDirectoryInode(tx, inode)) {
    setLinks(tx, directory, tx.state.inode(directory).links - 1);
    setLinks(tx, inode, 0);
  } else setLinks(tx, inode, tx.state.inode(inode).links - 1);
  touchInode(tx, inode, ["changed"]);
  dropInode(tx, inode);
}

/** A name, by its directory. */
export interface NamePlace {
  /** The directory. */
  readonly directory: number;
  /** The name in it. */
  readonly name: string;
}

/** Gives what stands at `from` the name `to`, in place of what has it now. */
export function moveName(tx: Transaction, from: NamePlace, to: NamePlace): void {
  const names = namesOf(tx.state);
  const { inode } = names.find(from.directory, from.name)!;
  const replaced = names.find(to.directory, to.name)?.inode;
  if (replaced !== undefined) writeReplacement(tx, inode);
  tx.emitForeign({ kind: "entryRemove", ...from });
  placeName(tx, to, inode, from.directory);
  touchInode(tx, from.directory, ["modified", "changed"]);
  if (to.directory !== from.directory) touchInode(tx, to.directory, ["modified", "changed"]);
  touchInode(tx, inode, ["changed"]);
  if (replaced !== undefined) loseLink(tx, to.directory, replaced);
}

/** Lets two names change what they stand for. */
export function exchangeNames(tx: Transaction, one: NamePlace, other: NamePlace): void {
  const names = namesOf(tx.state);
  const first = names.find(one.directory, one.name)!.inode;
  const second = names.find(other.directory, other.name)!.inode;
  placeName(tx, one, second, other.directory);
  placeName(tx, other, first, one.directory);
  touchInode(tx, one.directory, ["modified", "changed"]);
  if (one.directory !== other.directory) touchInode(tx, other.directory, ["modified", "changed"]);
  touchInode(tx, first, ["changed"]);
  touchInode(tx, second, ["changed"]);
}

/** A name stands for an inode that had its name in the directory `before`. */
function placeName(tx: Transaction, { directory, name }: NamePlace, inode: number, before: number): void {
  tx.emitForeign({ kind: "entryPut", directory, name, inode });
  if (isDirectoryInode(tx, inode)) {
    tx.emitForeign({ kind: "directoryParent", directory: inode, parent: directory, name });
    if (directory !== before) {
      setLinks(tx, before, tx.state.inode(before).links - 1);
      setLinks(tx, directory, tx.state.inode(directory).links + 1);
    }
  }
  renameOpenFiles(tx, inode, pathOfName(tx.state, directory, name));
}

/** Mappings and descriptors show a file by its new path; files below a directory that moved too, when they are open. */
function renameOpenFiles(tx: Transaction, inode: number, path: string): void {
  const { name: before } = tx.state.inode(inode);
  if (before === path) return;
  tx.emit({ kind: "inodeName", inode, name: path });
  if (!isDirectoryInode(tx, inode)) return;
  for (const [, file] of tx.state.files.entries()) {
    const { id, name } = tx.state.inode(file.inode);
    if (name.startsWith(`${before}/`)) {
      tx.emit({ kind: "inodeName", inode: id, name: path + name.slice(before.length) });
    }
  }
}

function setLinks(tx: Transaction, inode: number, links: number): void {
  tx.emit({ kind: "inodeLinks", inode, links });
}

function isDirectoryInode(tx: Transaction, inode: number): boolean {
  return tx.state.inode(inode).making.fileKind === FILE_DIRECTORY;
}
