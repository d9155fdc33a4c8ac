/**
 * mkdir(path, mode), mkdirat(directoryFd, path, mode): make a directory.                                  mkdir(2)
 *
 *  Errors: those of a new name (new_name.ts). Slashes may follow the name.
 *  The directory gets the mode's permission and sticky bits without the umask's; its group, and the bit for it, from a
 *  directory that has the set-group-ID bit.
 */

import { defineCall, FILE_DIRECTORY, text, type Transaction } from "@palimpsest/kernel";
import { addName, makeInode } from "../names/name_changes.ts";
import { STICKY_BIT, subjectOf } from "../names/permission.ts";
import { newName } from "./new_name.ts";
import { AT } from "./path_lookup.ts";

const DIRECTORY_MODE_BITS = 0o777 | STICKY_BIT;

/** mkdir(2). */
export const mkdir = defineCall("mkdir", {
  id: 138,
  doc: "Make a directory.",
  arguments: { path: text(), mode: "octal" },
  decide: (tx, { path, mode }) => makeDirectory(tx, AT.FDCWD, path, mode),
});

/** mkdirat(2). */
export const mkdirat = defineCall("mkdirat", {
  id: 151,
  doc: "Make a directory relative to another.",
  arguments: { directoryFd: "fd", path: text(), mode: "octal" },
  decide: (tx, { directoryFd, path, mode }) => makeDirectory(tx, directoryFd, path, mode),
});

function makeDirectory(tx: Transaction, directoryFd: number, path: string, mode: number): number {
  const place = newName(tx, { directoryFd, path }, { isDirectory: true });
  if (typeof place === "number") return place;
  const { credentials, place: { umask } } = tx.process;
  const inode = makeInode(tx, place.directory, place.name, {
    fileKind: FILE_DIRECTORY,
    mode: mode & DIRECTORY_MODE_BITS & ~umask,
    subject: subjectOf(credentials),
  });
  addName(tx, place.directory, place.name, inode);
  return 0;
}
