/**
 * Files from outside: what a person hands into a run. Their content is copied into the machine before the first process runs;
 * from then on nothing connects them with where they came from.
 *
 *      content ── SHA-256 ──▶ seen before? ── no ──▶ bytes in the log
 *                                          └─ yes ─▶ copied from the pages of the file that has them
 *
 *   SU1  The log stands alone: it holds every content once, and each file's hash in the event that makes it.
 *   SU2  A file is part of the file system that its directory is part of; the superuser owns it.
 *   SU3  Directories on the way are real ones, and made as needed.
 */

import {
  FILE_DIRECTORY,
  FILE_REGULAR,
  FILE_SYMLINK,
  FS_EXT4,
  type Machine,
  PAGE_SIZE,
  pageOf,
  pagesSpanning,
  Sha256,
  type Source,
  type State,
  type Transaction,
  writeBack,
  writeFile,
} from "@palimpsest/kernel";
import { syncDisk } from "./disk/port.ts";
import { inodeAt, makeFile } from "./furnish.ts";
import { makeDirectory } from "./furnish_tree.ts";
import { byteSource } from "./install_file.ts";
import { rootDirectory, topOf } from "./names/mount.ts";
import { addName, makeInode } from "./names/name_changes.ts";
import { namesOf } from "./names/names.ts";

/** Something to hand into a machine, by its absolute path there. */
export type SuppliedEntry =
  | { readonly kind: "file"; readonly path: string; readonly mode: number; readonly bytes: Uint8Array }
  | { readonly kind: "directory"; readonly path: string; readonly mode: number }
  | { readonly kind: "link"; readonly path: string; readonly target: string };

const LINK_MODE = 0o777;
const ROOT_SUBJECT = { uid: 0, gid: 0, groups: [] };
const FILE_KINDS = { file: FILE_REGULAR, directory: FILE_DIRECTORY, link: FILE_SYMLINK } as const;

/** Makes what is handed in, an event each, in order; a sentence about the first that cannot be, if there is one. */
export function supplyFiles(machine: Machine, entries: readonly SuppliedEntry[]): string | undefined {
  const inodes = new Map<string, number>();
  for (const entry of entries) {
    const { path } = entry;
    const obstacle = obstacleOn(machine.state, path);
    if (obstacle !== undefined) return `${path} cannot be handed in: ${obstacle} is no directory.`;
    const existing = inodeAt(machine, path);
    if (existing !== undefined && !isDirectoryTwice(machine, entry, existing)) {
      return `${path} is there already and cannot be handed in.`;
    }
    if (existing === undefined) supplyEntry(machine, entry, inodes);
    if (
      entry.kind === "file" && machine.state.inode(inodeAt(machine, path)!).sizeBytes < entry.bytes.length
    ) {
      return `${path} does not fit into the machine's memory; give it more frames.`;
    }
  }
  return undefined;
}

/** What stands on the way to a path and is no directory (links are not followed); undefined when nothing does. */
function obstacleOn(state: State, path: string): string | undefined {
  const names = namesOf(state);
  let directory = rootDirectory(names);
  let at = "";
  for (const name of path.split("/").slice(1, -1)) {
    const entry = names.find(directory, name);
    if (entry === undefined) return undefined;
    at += `/${name}`;
    if (state.inode(entry.inode).making.fileKind !== FILE_DIRECTORY) return at;
    directory = topOf(names, entry.inode);
  }
  return undefined;
}

/** A directory that is there already is no clash with another one. */
function isDirectoryTwice({ state }: Machine, { kind }: SuppliedEntry, existing: number): boolean {
  return kind === "directory" && state.inode(existing).making.fileKind === FILE_DIRECTORY;
}

function supplyEntry(machine: Machine, entry: SuppliedEntry, inodes: Map<string, number>): void {
  const { path } = entry;
  const hash = entry.kind === "file" ? hashOf(entry.bytes) : "";
  const what = entry.kind === "file" ? `${path}, from outside: SHA-256 ${hash}` : path;
  machine.run({ kind: "setup", process: 0, what }, (tx) => {
    const inode = makeEntry(tx, entry);
    if (entry.kind === "file") {
      fillFile(tx, inode, entry.bytes, inodes.get(hash));
      inodes.set(hash, inode);
    }
    syncDisk(tx);
    return {};
  });
}

/** Makes an entry without content; its inode. */
function makeEntry(tx: Transaction, entry: SuppliedEntry): number {
  const { kind, path } = entry;
  const mode = kind === "link" ? LINK_MODE : entry.mode;
  const fileKind = FILE_KINDS[kind];
  if (namesOf(tx.state).mounts.length === 0) {
    return makeFile(tx, { path, fileKind, fileSystem: FS_EXT4, sizeBytes: 0, mode, unknownStorage: false });
  }
  const directory = directoryFor(tx, path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const target = kind === "link" ? entry.target : "";
  const inode = makeInode(tx, directory, name, { fileKind, mode, subject: ROOT_SUBJECT, target });
  addName(tx, directory, name, inode);
  return inode;
}

/** The directory that a path stands in; what is missing on the way is made. */
function directoryFor(tx: Transaction, path: string): number {
  let directory = rootDirectory(namesOf(tx.state));
  for (const name of path.split("/").slice(1, -1)) {
    const names = namesOf(tx.state);
    const entry = names.find(directory, name);
    directory = entry === undefined ? makeDirectory(tx, directory, name) : topOf(names, entry.inode);
  }
  return directory;
}

/** Writes a content; `twin` is a file that has the same. */
function fillFile(tx: Transaction, inode: number, bytes: Uint8Array, twin: number | undefined): void {
  if (bytes.length === 0) return;
  const source = twin === undefined ? byteSource(tx, bytes) : twinSource(tx, bytes, twin);
  writeFile(tx, inode, 0, bytes.length, source);
  if (!tx.state.inode(inode).isMemoryBacked) writeBack(tx, inode, 0, pagesSpanning(bytes.length));
}

/** The same bytes from another file's pages, as far as they are still in memory. */
function twinSource(tx: Transaction, bytes: Uint8Array, twin: number): Source {
  const { copy, prepare } = byteSource(tx, bytes);
  return {
    copy(done, lengthBytes, frame, offset) {
      const source = tx.state.inode(twin).cachedFrame(pageOf(done));
      if (source < 0) return copy(done, lengthBytes, frame, offset);
      tx.emit({ kind: "bytesCopy", source, sourceOffset: done % PAGE_SIZE, frame, offset, lengthBytes });
      return lengthBytes;
    },
    prepare,
  };
}

function hashOf(bytes: Uint8Array): string {
  const sha = new Sha256();
  sha.update(bytes);
  return [...sha.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
