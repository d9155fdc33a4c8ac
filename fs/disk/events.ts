/**
 * The events of disks: what the kernel does by itself, in virtual time (flusher.ts).
 */

import { defineEvents, near, uint } from "@palimpsest/kernel";

/** Why pages are written back. */
export const WRITE_BACK_REASON = { age: 0, background: 1, throttled: 2 } as const;

/** Events that are no calls: ids 190 and 191 of the file system's. */
export const diskEvents = defineEvents({
  writeback: {
    id: 190,
    doc: "The kernel writes changed pages of a file back by itself.",
    fields: {
      process: near("process", {}, { doc: "who is kept waiting for it; 0: nobody" }),
      inode: near("inode"),
      reason: uint(0, { doc: "0 changed for 30 s, 1 a tenth of the memory is changed, 2 a fifth" }),
    },
  },
  commit: {
    id: 191,
    doc: "The kernel commits the running transaction of the journal by itself, 5 s after it began.",
    fields: { process: near("process") },
  },
});
