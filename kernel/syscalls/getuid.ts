/**
 * getuid(), geteuid(), getgid(), getegid(): whom the process acts for.                                     getuid(2)
 *
 *  They cannot fail.
 */

import { defineCall } from "./call.ts";

/** getuid(2). */
export const getuid = defineCall("getuid", {
  id: 48,
  doc: "The process's real user.",
  arguments: {},
  decide: (tx) => tx.process.credentials.uid,
});

/** geteuid(2). */
export const geteuid = defineCall("geteuid", {
  id: 49,
  doc: "The process's effective user.",
  arguments: {},
  decide: (tx) => tx.process.credentials.effectiveUid,
});

/** getgid(2). */
export const getgid = defineCall("getgid", {
  id: 50,
  doc: "The process's real group.",
  arguments: {},
  decide: (tx) => tx.process.credentials.gid,
});

/** getegid(2). */
export const getegid = defineCall("getegid", {
  id: 51,
  doc: "The process's effective group.",
  arguments: {},
  decide: (tx) => tx.process.credentials.effectiveGid,
});
