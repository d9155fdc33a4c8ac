/**
 * nanosleep(seconds, nanoseconds): wait until the time has passed.                                  nanosleep(2)
 * sched_yield(): let others run.                                                                  sched_yield(2)
 * pause(): wait for a signal.                                                                           pause(2)
 *
 *  The kernel has no clock: whoever runs the processes keeps one and resumes the call when its time has come.
 *  Errors of nanosleep: EINVAL negative seconds, nanoseconds outside 0 … 999,999,999. EINTR (pause: always) comes from
 *  whoever delivers the signal.
 */

import { EINVAL } from "../errno.ts";
import { BLOCKED, defineCall } from "./call.ts";

const NANOSECONDS_LIMIT = 1_000_000_000;

/** nanosleep(2). */
export const nanosleep = defineCall("nanosleep", {
  id: 85,
  doc: "Wait until the time has passed.",
  arguments: { seconds: "decimal", nanoseconds: "decimal" },
  decide(tx, { seconds, nanoseconds }) {
    if (seconds < 0 || nanoseconds < 0 || nanoseconds >= NANOSECONDS_LIMIT) return -EINVAL;
    return tx.isResumed || seconds + nanoseconds === 0 ? 0 : BLOCKED;
  },
});

/** sched_yield(2). */
export const schedYield = defineCall("sched_yield", {
  id: 86,
  doc: "Let other processes run.",
  arguments: {},
  decide: () => 0,
});

/** pause(2). */
export const pause = defineCall("pause", {
  id: 87,
  doc: "Wait for a signal.",
  arguments: {},
  decide: () => BLOCKED,
});
