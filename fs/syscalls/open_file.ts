/**
 * Opening a file in the tree: one decision for open, openat and creat (fs/open.c: build_open_flags; fs/namei.c: path_openat,
 * open_last_lookups, do_open, may_open, do_tmpfile).
 *
 *  Errors, first match wins:
 *    EINVAL        O_CREAT with O_DIRECTORY; O_TMPFILE without writing
 *    ENOENT        an empty path;  ENAMETOOLONG
 *    EMFILE        no free descriptor
 *    …             the path's (path_lookup.ts); links at its end are followed, but with O_NOFOLLOW, or O_CREAT and O_EXCL
 *    EISDIR        O_CREAT of a name that slashes follow
 *    ENOENT        no such name, without O_CREAT; with it, a directory that is gone
 *    EACCES        O_CREAT of a new name, and no permission to write to the directory
 *    EEXIST        O_CREAT and O_EXCL of a name that exists
 *    EISDIR        O_CREAT of a directory
 *    ENOTDIR       O_DIRECTORY, or slashes, of something else
 *    ELOOP         a link (O_NOFOLLOW)
 *    EISDIR        a directory opened for writing
 *    EACCES        the mode forbids it · EPERM: O_NOATIME by somebody else than the owner
 *    …             what the kind of file says (a FIFO waits)
 *  A new file may be opened whatever its mode. O_TRUNC of a regular file that existed makes it empty. O_PATH opens anything and
 *  asks for no permission. O_TMPFILE makes a file without a name in a directory.
 */

import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ELOOP,
  ENOENT,
  ENOTDIR,
  EPERM,
  FILE_DIRECTORY,
  FILE_FIFO,
  FILE_REGULAR,
  FILE_SYMLINK,
  freeDescriptor,
  OPEN,
  resizeRefusal,
  type Transaction,
} from "@palimpsest/kernel";
import { cutFile } from "../names/cut_file.ts";
import { pathOfName } from "../names/full_path.ts";
import { addName, makeInode } from "../names/name_changes.ts";
import { fileKindOf, isDirectory, isErrno, isSymlink, type Node, nodeFacts } from "../names/node.ts";
import { nodeInode } from "../names/node_inode.ts";
import { pathProblem } from "../names/path_text.ts";
import {
  isOwnerOrPrivileged,
  MAY_WRITE,
  MODE_BITS,
  permission,
  STICKY_BIT,
  subjectOf,
} from "../names/permission.ts";
import type { Parent } from "../names/walk.ts";
import { creationPlace } from "./new_name.ts";
import { openFlat } from "./open_flat.ts";
import { accessWanted, KNOWN_FLAGS, openInode, type OpenRequest } from "./open_request.ts";
import { findNode, findParent, type FoundParent, isFlat } from "./path_lookup.ts";

/** What of the flags O_PATH leaves. */
const PATH_FLAGS = OPEN.DIRECTORY | OPEN.NOFOLLOW | OPEN.PATH | OPEN.CLOEXEC;

/** What is to be opened. */
interface Opened {
  readonly node: Node;
  /** It was made for this. */
  readonly isNew: boolean;
  /** Slashes ask for a directory. */
  readonly hasSlash: boolean;
  /** The name that it was found by. */
  readonly parent?: Parent;
}

/** Opens a file at the lowest free descriptor; the descriptor, or a negated errno. */
export function openFile(tx: Transaction, request: OpenRequest): number {
  if (isFlat(tx.state)) return openFlat(tx, request);
  const flags = request.flags & ((request.flags & OPEN.PATH) !== 0 ? PATH_FLAGS : KNOWN_FLAGS);
  const refused = flagsRefusal(flags) || pathProblem(request.path);
  if (refused !== 0) return refused;
  const descriptor = freeDescriptor(tx.process);
  if (descriptor < 0) return descriptor;
  if ((flags & OPEN.TMPFILE) !== 0) return openUnnamed(tx, request, flags);
  const opened = findOrMake(tx, request, flags);
  return typeof opened === "number" ? opened : openFound(tx, opened, flags);
}

function flagsRefusal(flags: number): number {
  if ((flags & OPEN.CREAT) !== 0 && (flags & OPEN.DIRECTORY) !== 0) return -EINVAL;
  if ((flags & OPEN.TMPFILE) === 0) return 0;
  const isWritten = (accessWanted(flags & ~OPEN.TRUNC) & MAY_WRITE) !== 0;
  return (flags & OPEN.DIRECTORY) === 0 || !isWritten ? -EINVAL : 0;
}

/** What the path leads to, made when it is missing and O_CREAT asks for it. */
function findOrMake(tx: Transaction, request: OpenRequest, flags: number): Opened | number {
  const creates = (flags & OPEN.CREAT) !== 0;
  const stopsAtLinks = (flags & OPEN.NOFOLLOW) !== 0 || creates && (flags & OPEN.EXCL) !== 0;
  const first = findParent(tx, request);
  if (typeof first === "number") return first;
  const { walk } = first;
  let hasSlash = false;
  for (let parent: Parent = first;;) {
    const { directory, name } = parent;
    hasSlash ||= parent.hasSlash;
    if (parent.kind !== "name") {
      const node = walk.last(parent, { follow: true });
      return isErrno(node) ? node : { node, isNew: false, hasSlash };
    }
    if (creates && parent.hasSlash) return -EISDIR;
    const found = walk.lookup(directory, name);
    if (found === undefined) return creates ? makeFile(tx, { ...parent, walk }, request) : -ENOENT;
    if (isErrno(found)) return found;
    const stops = stopsAtLinks && !hasSlash || !isSymlink(tx.state, found);
    if (stops) return { node: found, isNew: false, hasSlash, parent };
    const target = walk.beginLink(found);
    if (typeof target === "number") return target;
    if (typeof found !== "number" && found.jump !== undefined) {
      return { node: found.jump, isNew: false, hasSlash };
    }
    const next = walk.toParent(directory, target);
    if (typeof next === "number") return next;
    parent = next;
  }
}

/** Mappings of a file show the name that it was opened by last. */
function showPath(tx: Transaction, node: Node, { directory, name }: Parent): void {
  if (typeof node !== "number" || typeof directory !== "number") return;
  if (fileKindOf(tx.state, node) !== FILE_REGULAR) return;
  const path = pathOfName(tx.state, directory, name);
  if (tx.state.inode(node).name !== path) tx.emit({ kind: "inodeName", inode: node, name: path });
}

function makeFile(tx: Transaction, parent: FoundParent, { mode }: OpenRequest): Opened | number {
  const place = creationPlace(tx, parent);
  if (typeof place === "number") return place;
  const inode = makeInode(tx, place.directory, place.name, {
    fileKind: FILE_REGULAR,
    mode: mode & MODE_BITS & ~tx.process.place.umask,
    subject: subjectOf(tx.process.credentials),
  });
  addName(tx, place.directory, place.name, inode);
  return { node: inode, isNew: true, hasSlash: false };
}

function openFound(tx: Transaction, { node, isNew, hasSlash, parent }: Opened, flags: number): number {
  const { state } = tx;
  const fileKind = fileKindOf(state, node);
  const isEmptied = (flags & OPEN.TRUNC) !== 0 && fileKind === FILE_REGULAR && !isNew;
  if (!isNew) {
    const refused = creationRefusal(tx, node, flags, parent) || kindRefusal(fileKind, flags, hasSlash) ||
      ((flags & OPEN.PATH) !== 0 ? 0 : permissionRefusal(tx, node, flags));
    if (refused !== 0) return refused;
  }
  const inode = nodeInode(tx, node);
  if ((flags & OPEN.PATH) === 0) {
    const answer = tx.operationsOf(fileKind)?.open?.(tx, state.inode(inode), flags) ?? 0;
    if (answer !== 0) return answer;
  }
  if (parent !== undefined) showPath(tx, node, parent);
  const kept = isEmptied ? resizeRefusal(tx, tx.state.inode(inode), 0) : 0;
  if (kept !== 0) return kept;
  if (isEmptied) cutFile(tx, inode, 0, { isOpening: true });
  return openInode(tx, inode, flags);
}

/**
 * Why something that exists may not be opened with O_CREAT, or 0. In a sticky directory that everybody may write, what is
 * neither a regular file nor a FIFO must belong to the process's user or the directory's (may_create_in_sticky).
 */
function creationRefusal(tx: Transaction, node: Node, flags: number, parent: Parent | undefined): number {
  if ((flags & OPEN.CREAT) === 0) return 0;
  if ((flags & OPEN.EXCL) !== 0) return -EEXIST;
  const { fileKind, uid } = nodeFacts(tx.state, node);
  if (fileKind === FILE_DIRECTORY) return -EISDIR;
  if (fileKind === FILE_REGULAR || fileKind === FILE_FIFO || parent === undefined) return 0;
  const directory = nodeFacts(tx.state, parent.directory);
  const isShared = (directory.mode & STICKY_BIT) !== 0 && (directory.mode & MAY_WRITE) !== 0;
  const isKnown = uid === directory.uid || uid === tx.process.credentials.effectiveUid;
  return isShared && !isKnown ? -EACCES : 0;
}

/** Why something of this kind is not opened so, or 0. */
function kindRefusal(fileKind: number, flags: number, hasSlash: boolean): number {
  const isDirectory = fileKind === FILE_DIRECTORY;
  if (!isDirectory && (hasSlash || (flags & OPEN.DIRECTORY) !== 0)) return -ENOTDIR;
  if ((flags & OPEN.PATH) !== 0) return 0;
  if (fileKind === FILE_SYMLINK) return -ELOOP;
  return isDirectory && (accessWanted(flags) & MAY_WRITE) !== 0 ? -EISDIR : 0;
}

function permissionRefusal(tx: Transaction, node: Node, flags: number): number {
  const subject = subjectOf(tx.process.credentials);
  const refused = permission(tx.state, subject, node, accessWanted(flags));
  if (refused !== 0) return refused;
  const isForeign = !isOwnerOrPrivileged(subject, nodeFacts(tx.state, node));
  return (flags & OPEN.NOATIME) !== 0 && isForeign ? -EPERM : 0;
}

/** O_TMPFILE: the path is that of a directory, and the file has no name in it. */
function openUnnamed(tx: Transaction, request: OpenRequest, flags: number): number {
  const directory = findNode(tx, request);
  if (isErrno(directory)) return directory;
  if (!isDirectory(tx.state, directory)) return -ENOTDIR;
  const place = creationPlace(tx, { directory, name: "", kind: "name", hasSlash: false });
  if (typeof place === "number") return place;
  const inode = makeInode(tx, place.directory, `#${tx.state.counters.inode + 1}`, {
    fileKind: FILE_REGULAR,
    mode: request.mode & MODE_BITS & ~tx.process.place.umask,
    subject: subjectOf(tx.process.credentials),
  });
  return openInode(tx, inode, flags);
}
