/**
 * symlink(target, path), symlinkat(target, directoryFd, path): make a symbolic link.                    symlink(2)
 *
 *  Errors, first match wins (fs/namei.c: do_symlinkat):
 *    ENOENT  an empty target;  ENAMETOOLONG
 *    …       those of a new name (new_name.ts)
 *  Nothing needs to stand where the target leads.
 */

import { defineCall, FILE_SYMLINK, text, type Transaction } from "@palimpsest/kernel";
import { addName, makeInode } from "../names/name_changes.ts";
import { pathProblem } from "../names/path_text.ts";
import { subjectOf } from "../names/permission.ts";
import { newName } from "./new_name.ts";
import { AT } from "./path_lookup.ts";

const LINK_MODE = 0o777;

/** symlink(2). */
export const symlink = defineCall("symlink", {
  id: 140,
  doc: "Make a symbolic link.",
  arguments: { target: text(), path: text() },
  decide: (tx, { target, path }) => makeLink(tx, target, AT.FDCWD, path),
});

/** symlinkat(2). */
export const symlinkat = defineCall("symlinkat", {
  id: 153,
  doc: "Make a symbolic link relative to a directory.",
  arguments: { target: text(), directoryFd: "fd", path: text() },
  decide: (tx, { target, directoryFd, path }) => makeLink(tx, target, directoryFd, path),
});

function makeLink(tx: Transaction, target: string, directoryFd: number, path: string): number {
  const problem = pathProblem(target);
  if (problem !== 0) return problem;
  const place = newName(tx, { directoryFd, path }, { isDirectory: false });
  if (typeof place === "number") return place;
  const inode = makeInode(tx, place.directory, place.name, {
    fileKind: FILE_SYMLINK,
    mode: LINK_MODE,
    subject: subjectOf(tx.process.credentials),
    target,
  });
  addName(tx, place.directory, place.name, inode);
  return 0;
}
