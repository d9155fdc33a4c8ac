/**
 * The file system's calls, one line each.
 */

import type { Call } from "@palimpsest/kernel";
import { faccessat, faccessat2 } from "./access.ts";
import { chdir, fchdir } from "./chdir.ts";
import { chmod, fchmod, fchmodat } from "./chmod.ts";
import { chown, fchown, fchownat, lchown } from "./chown.ts";
import { execve } from "./execve.ts";
import { fallocate } from "./fallocate.ts";
import { fstat } from "./fstat.ts";
import { getrandom } from "./getrandom.ts";
import { getcwd } from "./getcwd.ts";
import { getdents64 } from "./getdents64.ts";
import { link, linkat } from "./link.ts";
import { memfdCreate } from "./memfd_create.ts";
import { mkdir, mkdirat } from "./mkdir.ts";
import { mknod, mknodat } from "./mknod.ts";
import { creat, open, openat } from "./open.ts";
import { pipe, pipe2 } from "./pipe.ts";
import { sync, syncfs } from "./sync.ts";
import { readlink, readlinkat } from "./readlink.ts";
import { rename, renameat2 } from "./rename.ts";
import { lstat, newfstatat, stat } from "./stat.ts";
import { fstatfs, statfs } from "./statfs.ts";
import { symlink, symlinkat } from "./symlink.ts";
import { truncate } from "./truncate.ts";
import { umask } from "./umask.ts";
import { rmdir, unlink, unlinkat } from "./unlink.ts";
import { utimensat } from "./utimensat.ts";

/** Every call of the fs package. */
export const fsCalls: readonly Call[] = [
  // opening, and files without names
  open,
  openat,
  creat,
  memfdCreate,
  getrandom,
  fallocate,
  pipe,
  pipe2,
  execve,
  sync,
  syncfs,
  // names
  mkdir,
  mkdirat,
  mknod,
  mknodat,
  symlink,
  symlinkat,
  readlink,
  readlinkat,
  link,
  linkat,
  unlink,
  unlinkat,
  rmdir,
  rename,
  renameat2,
  getdents64,
  chdir,
  fchdir,
  getcwd,
  // what is known of files
  stat,
  lstat,
  newfstatat,
  fstat,
  statfs,
  fstatfs,
  faccessat,
  faccessat2,
  chmod,
  fchmod,
  fchmodat,
  chown,
  lchown,
  fchown,
  fchownat,
  truncate,
  umask,
  utimensat,
];
