/**
 * getpid(), getppid(): who the process is, and its parent.                                              getpid(2)
 *
 *  They cannot fail. The parent of an orphan, and of the first process, is 0: the outside.
 */

import { defineCall } from "./call.ts";

/** getpid(2). */
export const getpid = defineCall("getpid", {
  id: 83,
  doc: "The process's number.",
  arguments: {},
  decide: (tx) => tx.pid,
});

/** getppid(2). */
export const getppid = defineCall("getppid", {
  id: 84,
  doc: "The number of the process's parent.",
  arguments: {},
  decide: (tx) => tx.process.parent,
});
