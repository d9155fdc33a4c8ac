/**
 * umask(mask): permission bits that new files do not get; the mask before.                                  umask(2)
 *
 *  It cannot fail.
 */

import { defineCall, setPlace } from "@palimpsest/kernel";

const MASK_BITS = 0o777;

/** umask(2). */
export const umask = defineCall("umask", {
  id: 171,
  doc: "Set the permission bits that new files do not get.",
  arguments: { mask: "octal" },
  decide(tx, { mask }) {
    const { workingDirectory, umask: before } = tx.process.place;
    setPlace(tx, tx.pid, { workingDirectory, umask: mask & MASK_BITS });
    return before;
  },
});
