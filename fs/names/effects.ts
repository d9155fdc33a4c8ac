/**
 * The effects of names: 64 … 67 of the file system's ids.
 */

import { defineEffects, type EffectOf, near, text, uint } from "@palimpsest/kernel";

/** Changes of directories. */
export const nameEffects = defineEffects({
  entryPut: {
    id: 64,
    doc: "A name in a directory stands for an inode.",
    fields: { directory: uint(0), name: text(), inode: near("inode") },
  },
  entryRemove: {
    id: 65,
    doc: "A name is taken out of its directory.",
    fields: { directory: uint(0), name: text() },
  },
});

/** Any effect on names. */
export type NameEffect = EffectOf<typeof nameEffects>;
