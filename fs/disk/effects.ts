/**
 * The effects of disks: what a running disk chooses. All else follows from the effects of kernel and names (followers.ts).
 */

import { defineEffects, type EffectOf, near, uint } from "@palimpsest/kernel";

/** Choices of a disk: ids 88 … 92 of the file system's. */
export const diskEffects = defineEffects({
  blocksTake: {
    id: 88,
    doc: "Pages of a disk file get blocks, as they are written back.",
    fields: { inode: near("inode"), index: near("index"), count: uint(1), block: uint(0) },
  },
  diskSize: {
    id: 89,
    doc: "The size of a file as the disk knows it, which write-back has not reached by itself.",
    fields: { inode: near("inode"), sizeBytes: uint(0) },
  },
  journalCommit: {
    id: 90,
    doc: "The running transaction of the journal is on the disk, and everything that was written before it.",
    fields: { transaction: uint(0) },
  },
  journalCheckpoint: {
    id: 91,
    doc: "The committed transactions of the journal are written to their places and leave it.",
    fields: {},
  },
  deviceFlush: {
    id: 92,
    doc: "What waited in the write cache of the block device is durable.",
    fields: {},
  },
});

/** Any effect of a disk. */
export type DiskEffect = EffectOf<typeof diskEffects>;
