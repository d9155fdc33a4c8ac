/**
 * Files that are no ordinary ones: FIFOs, shared memory by name (sys/mman.h), random bytes.
 *
 *      shm_open("/board", …)  ──▶  /dev/shm/board, a file in memory
 */

import { EINVAL, EISDIR, ENOENT, OPEN } from "@palimpsest/kernel";
import type { Task } from "../runtime/task.ts";
import { UserCalls } from "./users.ts";

const AT_FDCWD = -100;
const S_IFIFO = 0o010000;
const SHARED_MEMORY_FOLDER = "/dev/shm";

/** FIFOs, shared memory, random bytes. */
export class SpecialFileCalls extends UserCalls {
  /** mkfifo(3): makes a FIFO. */
  mkfifo(path: string, mode = 0o666): number {
    return this.call("mknod", { path, mode: S_IFIFO | mode });
  }

  /** openat(2) from the working directory: as open(), but may wait, which opening a FIFO does. */
  *openat(directoryFd: number, path: string, flags: number, mode = 0o644): Task<number> {
    return yield* this.waitingCall("openat", { directoryFd, path, flags, mode });
  }

  /** Opens a FIFO, and waits until somebody opens its other end: openat() by a path alone. */
  *openFifo(path: string, flags: number): Task<number> {
    return yield* this.openat(AT_FDCWD, path, flags);
  }

  /**
   * shm_open(3): opens shared memory by its name; it is a file of /dev/shm. As in glibc, slashes before the name are optional;
   * EINVAL when nothing is left, when there is a slash inside, and for a directory.
   */
  shm_open(name: string, flags: number, mode = 0o600): number {
    const path = sharedMemoryPath(name);
    const fd = path === undefined ? -1 : this.open(path, flags | OPEN.CLOEXEC | OPEN.NOFOLLOW, mode);
    if (path === undefined || fd === -1 && this.errno === EISDIR) this.errno = EINVAL;
    return fd;
  }

  /** shm_unlink(3): removes its name; who has it mapped keeps it. ENOENT for what cannot be a name, as in glibc. */
  shm_unlink(name: string): number {
    const path = sharedMemoryPath(name);
    if (path !== undefined) return this.unlink(path);
    this.errno = ENOENT;
    return -1;
  }

  /** getrandom(2): random bytes to memory at `buffer`; they follow from the machine's seed. */
  getrandom(buffer: number, lengthBytes: number, flags = 0): number {
    return this.call("getrandom", { buffer, lengthBytes, flags });
  }
}

/** The file of shared memory called `name`; undefined when that cannot be a name. */
function sharedMemoryPath(name: string): string | undefined {
  const file = name.replace(/^\/+/, "");
  return file === "" || file.includes("/") ? undefined : `${SHARED_MEMORY_FOLDER}/${file}`;
}
