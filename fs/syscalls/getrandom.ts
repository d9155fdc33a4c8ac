/**
 * getrandom(buffer, lengthBytes, flags): random bytes, which follow from the machine's seed.            getrandom(2)
 *
 *  Errors, first match wins (drivers/char/random.c):
 *    EINVAL  flags other than GRND_NONBLOCK 1, GRND_RANDOM 2, GRND_INSECURE 4; RANDOM with INSECURE
 *    EFAULT  not even one byte can be stored
 */

import { defineCall, EINVAL, userSink } from "@palimpsest/kernel";
import { giveRandomBytes } from "../dev/random_device.ts";

const GRND = { NONBLOCK: 1, RANDOM: 2, INSECURE: 4 } as const;
const CONTRADICTORY = GRND.RANDOM | GRND.INSECURE;
const MOST_BYTES = 2 ** 31 - 1;

/** getrandom(2). */
export const getrandom = defineCall("getrandom", {
  id: 181,
  doc: "Give random bytes.",
  arguments: { buffer: "address", lengthBytes: "size", flags: "hex" },
  decide(tx, { buffer, lengthBytes, flags }) {
    const isKnown = (flags & ~(GRND.NONBLOCK | CONTRADICTORY)) === 0;
    if (!isKnown || (flags & CONTRADICTORY) === CONTRADICTORY) return -EINVAL;
    return giveRandomBytes(tx, Math.min(lengthBytes, MOST_BYTES), userSink(tx, buffer));
  },
});
