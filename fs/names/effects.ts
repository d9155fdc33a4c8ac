/**
 * The effects of names: 64 … 75 of the file system's ids.
 */

import { defineEffects, type EffectOf, near, text, uint } from "@palimpsest/kernel";

/** Changes of directories, links and mounts. */
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
  directoryNew: {
    id: 66,
    doc: "An inode is a directory, without names.",
    fields: {
      directory: near("inode"),
      parent: uint(0, { doc: "where .. leads; the root of a file system is its own" }),
      name: text("", { doc: "its name there" }),
      mount: uint(0, { doc: "the mounted file system that it is part of" }),
    },
  },
  directoryParent: {
    id: 67,
    doc: "A directory moved, or has another name.",
    fields: { directory: near("inode"), parent: uint(0), name: text() },
  },
  directoryRemove: {
    id: 68,
    doc: "A directory without names goes, before its inode.",
    fields: { directory: near("inode") },
  },
  symlinkNew: {
    id: 69,
    doc: "An inode is a symbolic link.",
    fields: { inode: near("inode"), target: text() },
  },
  symlinkRemove: {
    id: 70,
    doc: "A symbolic link goes, before its inode.",
    fields: { inode: near("inode") },
  },
  mountPut: {
    id: 71,
    doc: "A file system is mounted.",
    fields: {
      mount: uint(0),
      fileSystem: uint(0),
      point: uint(0, { doc: "the directory that it covers; 0 for the root of everything" }),
      root: near("inode"),
      source: text(),
    },
  },
  mountRemove: {
    id: 72,
    doc: "A file system is mounted no longer.",
    fields: { mount: uint(0) },
  },
});

/** Any effect on names. */
export type NameEffect = EffectOf<typeof nameEffects>;
