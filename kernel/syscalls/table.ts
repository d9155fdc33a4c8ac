/**
 * The kernel's system calls, one line each.
 */

import { brk } from "./brk.ts";
import type { Call } from "./call.ts";
import { close } from "./close.ts";
import { dup, dup2, dup3 } from "./dup.ts";
import { exit, exitGroup } from "./exit.ts";
import { clone, fork, vfork } from "./fork.ts";
import { fcntl } from "./fcntl.ts";
import { fdatasync, fsync } from "./fsync.ts";
import { ftruncate } from "./ftruncate.ts";
import { getpid, getppid } from "./getpid.ts";
import { getegid, geteuid, getgid, getuid } from "./getuid.ts";
import { kill } from "./kill.ts";
import { lseek } from "./lseek.ts";
import { madvise } from "./madvise.ts";
import { mincore } from "./mincore.ts";
import { mlock, mlock2, munlock } from "./mlock.ts";
import { mmap } from "./mmap.ts";
import { mprotect } from "./mprotect.ts";
import { mremap } from "./mremap.ts";
import { mseal } from "./mseal.ts";
import { msync } from "./msync.ts";
import { munmap } from "./munmap.ts";
import { prlimit64 } from "./prlimit64.ts";
import { nanosleep, pause, schedYield } from "./nanosleep.ts";
import { pread64, read } from "./read.ts";
import { rtSigaction } from "./rt_sigaction.ts";
import { rtSigprocmask } from "./rt_sigprocmask.ts";
import { rtSigreturn } from "./rt_sigreturn.ts";
import { readv, writev } from "./readv.ts";
import { setgroups } from "./setgroups.ts";
import { setgid, setresgid, setresuid, setuid } from "./setuid.ts";
import { setrlimit } from "./setrlimit.ts";
import { wait4 } from "./wait4.ts";
import { pwrite64, write } from "./write.ts";

/** Every call of the kernel package. */
export const kernelCalls: readonly Call[] = [
  // memory
  mmap,
  munmap,
  mprotect,
  brk,
  mremap,
  madvise,
  msync,
  mincore,
  mlock,
  mlock2,
  munlock,
  mseal,
  // processes
  fork,
  vfork,
  clone,
  exit,
  exitGroup,
  wait4,
  kill,
  setrlimit,
  prlimit64,
  getpid,
  getppid,
  getuid,
  geteuid,
  getgid,
  getegid,
  setuid,
  setgid,
  setresuid,
  setresgid,
  setgroups,
  rtSigaction,
  rtSigprocmask,
  rtSigreturn,
  nanosleep,
  schedYield,
  pause,
  // files
  close,
  dup,
  dup2,
  dup3,
  fcntl,
  read,
  write,
  pread64,
  pwrite64,
  readv,
  writev,
  lseek,
  ftruncate,
  fsync,
  fdatasync,
];
