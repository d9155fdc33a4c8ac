/**
 * fork(), vfork(), clone(flags, stack, parentTid, childTid, tls): make a process.               fork(2), clone(2)
 *
 *  Returns the child's pid. vfork, and clone with CLONE_VM, share the address space until the child execs or exits.
 *  Errors, first match wins:
 *    EINVAL  clone that asks for a thread (CLONE_THREAD)
 *    EAGAIN  as many processes as RLIMIT_NPROC permits: all belong to one user, who has no privileges
 *    ENOMEM  the overcommit heuristic refuses a VMA
 */

import { EINVAL } from "../errno.ts";
import { forkProcess } from "../process/fork.ts";
import { defineCall } from "./call.ts";

/** Flags of clone that matter here. */
export const CLONE = { VM: 0x100, VFORK: 0x4000, THREAD: 0x10000 } as const;

/** fork(2). */
export const fork = defineCall("fork", {
  id: 40,
  doc: "Make a copy of the process.",
  arguments: {},
  decide: (tx) => forkProcess(tx, { shareSpace: false }),
});

/** vfork(2). */
export const vfork = defineCall("vfork", {
  id: 41,
  doc: "Make a process that shares the address space until it execs or exits.",
  arguments: {},
  decide: (tx) => forkProcess(tx, { shareSpace: true }),
});

/** clone(2), as the raw x86-64 call. */
export const clone = defineCall("clone", {
  id: 42,
  doc: "Make a process, sharing what the flags say.",
  arguments: {
    flags: "cloneFlags",
    stack: "address",
    parentTid: "address",
    childTid: "address",
    tls: "address",
  },
  decide(tx, { flags }) {
    if ((flags & CLONE.THREAD) !== 0) return -EINVAL;
    return forkProcess(tx, { shareSpace: (flags & CLONE.VM) !== 0 });
  },
});
