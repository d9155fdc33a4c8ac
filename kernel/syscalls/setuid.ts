/**
 * setuid(uid), setgid(gid): act for another user, or group; setresuid(real, effective, saved), setresgid(…): the three of
 * them, -1 leaving one as it is.                                                              setuid(2), setresuid(2)
 *
 *     superuser        setuid and setgid set all three, to anything
 *     anybody else     the effective one, to the real or the saved; setresuid and setresgid any, to one of the three
 *
 *  Errors (kernel/sys.c: __sys_setuid, __sys_setresuid):
 *    EINVAL  -1 for setuid and setgid
 *    EPERM   a user or group that is not permitted
 */

import { EINVAL, EPERM } from "../errno.ts";
import type { Credentials } from "../state/credentials.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** An id that stays as it is: -1 as an unsigned word. */
const UNCHANGED = 0xffffffff;

/** setuid(2). */
export const setuid = defineCall("setuid", {
  id: 52,
  doc: "Act for another user.",
  arguments: { uid: "decimal" },
  decide: (tx, { uid }) => setOne(tx, uid, "user"),
});

/** setgid(2). */
export const setgid = defineCall("setgid", {
  id: 53,
  doc: "Act for another group.",
  arguments: { gid: "decimal" },
  decide: (tx, { gid }) => setOne(tx, gid, "group"),
});

/** setresuid(2). */
export const setresuid = defineCall("setresuid", {
  id: 54,
  doc: "Set the real, the effective and the saved user.",
  arguments: { real: "decimal", effective: "decimal", saved: "decimal" },
  decide: (tx, { real, effective, saved }) => setThree(tx, [real, effective, saved], "user"),
});

/** setresgid(2). */
export const setresgid = defineCall("setresgid", {
  id: 55,
  doc: "Set the real, the effective and the saved group.",
  arguments: { real: "decimal", effective: "decimal", saved: "decimal" },
  decide: (tx, { real, effective, saved }) => setThree(tx, [real, effective, saved], "group"),
});

type Kind = "user" | "group";
/** The real, the effective and the saved id. */
type Three = readonly [real: number, effective: number, saved: number];

function threeOf(credentials: Credentials, kind: Kind): Three {
  const { uid, effectiveUid, savedUid, gid, effectiveGid, savedGid } = credentials;
  return kind === "user" ? [uid, effectiveUid, savedUid] : [gid, effectiveGid, savedGid];
}

function setOne(tx: Transaction, wanted: number, kind: Kind): number {
  const id = wanted >>> 0;
  if (id === UNCHANGED) return -EINVAL;
  const { credentials } = tx.process;
  const [real, , saved] = threeOf(credentials, kind);
  if (credentials.effectiveUid === 0) return put(tx, [id, id, id], kind);
  return id === real || id === saved ? put(tx, [real, id, saved], kind) : -EPERM;
}

function setThree(tx: Transaction, wanted: Three, kind: Kind): number {
  const { credentials } = tx.process;
  const before = threeOf(credentials, kind);
  const ids = wanted.map((id) => id >>> 0);
  const isPermitted = credentials.effectiveUid === 0 ||
    ids.every((id) => id === UNCHANGED || before.includes(id));
  if (!isPermitted) return -EPERM;
  const [real, effective, saved] = ids.map((id, index) => id === UNCHANGED ? before[index] : id);
  return put(tx, [real, effective, saved], kind);
}

function put(tx: Transaction, [real, effective, saved]: Three, kind: Kind): number {
  const { credentials: before } = tx.process;
  const after = kind === "user"
    ? { ...before, uid: real, effectiveUid: effective, savedUid: saved }
    : { ...before, gid: real, effectiveGid: effective, savedGid: saved };
  tx.emit({ kind: "processCredentials", process: tx.pid, ...after });
  return 0;
}
