/**
 * The effects of pipes: 84 … 86 of the file system's ids.
 */

import { bool, defineEffects, type EffectOf, near, uint } from "@palimpsest/kernel";

/** Changes of pipes. */
export const pipeEffects = defineEffects({
  pipeOpen: {
    id: 84,
    doc: "How many open files read and write a pipe; what one holds that nobody has open is lost.",
    fields: { inode: near("inode"), readers: uint(0), writers: uint(0) },
  },
  pipeFill: {
    id: 85,
    doc: "The bytes of a pipe's last slot, or of a new one, end here.",
    fields: { inode: near("inode"), slot: uint(0), end: uint(0), isPacket: bool() },
  },
  pipeTake: {
    id: 86,
    doc: "What is not read yet of a pipe begins here.",
    fields: { inode: near("inode"), slot: uint(0), start: uint(0) },
  },
});

/** Any effect on pipes. */
export type PipeEffect = EffectOf<typeof pipeEffects>;
