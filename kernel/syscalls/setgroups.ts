/**
 * setgroups(count, groups): the groups that the process is in beside its own.                          setgroups(2)
 *
 *     groups ──▶ | group | group | …      32 bits each
 *
 *  Errors, first match wins (kernel/groups.c):
 *    EPERM   not the superuser
 *    EINVAL  more than 65,536
 *    EFAULT  the groups cannot be read
 */

import { EFAULT, EINVAL, EPERM } from "../errno.ts";
import { readUserBytes } from "../memory/user_bytes.ts";
import { defineCall } from "./call.ts";

const GROUPS_LIMIT = 65_536;
const GROUP_BYTES = 4;

/** setgroups(2). */
export const setgroups = defineCall("setgroups", {
  id: 72,
  doc: "Set the groups that the process is in beside its own.",
  arguments: { count: "decimal", groups: "address" },
  decide(tx, { count, groups }) {
    const { credentials } = tx.process;
    if (credentials.effectiveUid !== 0) return -EPERM;
    if (count < 0 || count > GROUPS_LIMIT) return -EINVAL;
    const bytes = count === 0 ? new Uint8Array(0) : readUserBytes(tx, groups, count * GROUP_BYTES);
    if (bytes === undefined) return -EFAULT;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const list = Array.from({ length: count }, (_, index) => view.getUint32(index * GROUP_BYTES, true));
    tx.emit({ kind: "processCredentials", process: tx.pid, ...credentials, groups: list });
    return 0;
  },
});
