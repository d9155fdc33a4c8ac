/**
 * The file system's calls, one line each.
 */

import type { Call } from "@palimpsest/kernel";
import { execve } from "./execve.ts";
import { fallocate } from "./fallocate.ts";
import { fstat } from "./fstat.ts";
import { getrandom } from "./getrandom.ts";
import { memfdCreate } from "./memfd_create.ts";
import { creat, open, openat } from "./open.ts";
import { pipe, pipe2 } from "./pipe.ts";
import { sync, syncfs } from "./sync.ts";
import { unlink, unlinkat } from "./unlink.ts";

/** Every call of the fs package. */
export const fsCalls: readonly Call[] = [
  open,
  openat,
  creat,
  unlink,
  unlinkat,
  memfdCreate,
  getrandom,
  fallocate,
  pipe,
  pipe2,
  fstat,
  execve,
  sync,
  syncfs,
];
