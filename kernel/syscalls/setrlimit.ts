/**
 * setrlimit(resource, {soft, hard}): set a resource limit of the process.                            setrlimit(2)
 *
 *  The limits are given as values, as strace shows what the pointer points to.
 *  Errors, first match wins (kernel/sys.c: do_prlimit):
 *    EINVAL  no such resource · soft above hard
 *    EPERM   a hard limit above the one there is
 */

import { EINVAL, EPERM } from "../errno.ts";
import { defineCall } from "./call.ts";

/** setrlimit(2). */
export const setrlimit = defineCall("setrlimit", {
  id: 47,
  doc: "Set a resource limit of the process.",
  arguments: { resource: "resource", soft: "size", hard: "size" },
  decide(tx, { resource, soft, hard }) {
    const before = tx.process.limits[resource];
    if (before === undefined || soft > hard) return -EINVAL;
    if (hard > before.hard) return -EPERM;
    tx.emit({ kind: "limitSet", process: tx.pid, resource, soft, hard });
    return 0;
  },
});
