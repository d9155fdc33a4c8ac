/**
 * open(path, flags, mode), openat(directoryFd, path, flags, mode), creat(path, mode): open a file.          open(2)
 *
 *  The errors stand in open_file.ts, which decides all three; creat is open with O_CREAT, O_WRONLY and O_TRUNC. Where names are
 *  flat (open_flat.ts), openat does not look at its descriptor, and `given` is what a recording says of the path: 0 nothing,
 *  positive that it was opened, a negated errno that it was not.
 */

import { defineCall, OPEN, text } from "@palimpsest/kernel";
import { openFile } from "./open_file.ts";
import { AT } from "./path_lookup.ts";

/** open(2). */
export const open = defineCall("open", {
  id: 128,
  doc: "Open a file.",
  arguments: { path: text(), flags: "openFlags", mode: "octal", given: "none" },
  decide: (tx, request) => openFile(tx, { directoryFd: AT.FDCWD, ...request }),
});

/** openat(2). */
export const openat = defineCall("openat", {
  id: 129,
  doc: "Open a file relative to a directory.",
  arguments: { directoryFd: "fd", path: text(), flags: "openFlags", mode: "octal", given: "none" },
  decide: (tx, request) => openFile(tx, request),
});

/** creat(2). */
export const creat = defineCall("creat", {
  id: 130,
  doc: "Create a file, or empty it, for writing.",
  arguments: { path: text(), mode: "octal", given: "none" },
  decide: (tx, { path, mode, given }) =>
    openFile(tx, {
      directoryFd: AT.FDCWD,
      path,
      mode,
      given,
      flags: OPEN.CREAT | OPEN.WRONLY | OPEN.TRUNC,
    }),
});
