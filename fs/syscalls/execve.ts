/**
 * execve(path, argv, envp): replace the process's program.                                              execve(2)
 *
 *     argv, envp ──▶ | pointer | … | 0 |    in the old image's memory; 0 for none
 *
 *  Errors, first match wins (fs/exec.c: do_execveat_common, bprm_execve; fs/binfmt_elf.c):
 *    ENOENT  no such name, an empty path;  ENAMETOOLONG
 *    EACCES  no regular file, or no right to execute it
 *    EFAULT  argv or envp cannot be read;  E2BIG
 *    ENOEXEC the file is no program
 *  On success nothing returns to the old program: mappings and handlers are gone, close-on-exec descriptors closed.
 */

import {
  defineCall,
  EACCES,
  ENOENT,
  execProgram,
  FILE_REGULAR,
  readStringArray,
  text,
} from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import { flatPlace } from "../names/flat_path.ts";

const MAY_EXECUTE = 0o100;

/** execve(2). */
export const execve = defineCall("execve", {
  id: 150,
  doc: "Replace the process's program by another.",
  arguments: { path: text(), argv: "address", envp: "address" },
  decide(tx, { path, argv, envp }) {
    const where = flatPlace(path);
    if (typeof where === "number") return where;
    const entry = namesOf(tx.state).find(where.directory, where.name);
    if (entry === undefined) return -ENOENT;
    const { making: { fileKind }, mode } = tx.state.inode(entry.inode);
    if (fileKind !== FILE_REGULAR || (mode & MAY_EXECUTE) === 0) return -EACCES;
    const environment = readStringArray(tx, envp);
    if (typeof environment === "number") return environment;
    const given = readStringArray(tx, argv);
    if (typeof given === "number") return given;
    // Since 5.18 a program has at least one argument, an empty one.
    return execProgram(tx, entry.inode, { path, argv: given.length > 0 ? given : [""], envp: environment });
  },
});
