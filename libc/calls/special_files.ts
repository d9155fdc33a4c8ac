/**
 * Files that are no ordinary ones: FIFOs, shared memory by name (sys/mman.h), random bytes.
 *
 *      shm_open("/board", …)  ──▶  /dev/shm/board, a file in memory
 */

import { OPEN } from "@palimpsest/kernel";
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

  /** shm_open(3): opens shared memory by its name, "/…"; it is a file of /dev/shm. */
  shm_open(name: string, flags: number, mode = 0o600): number {
    return this.open(`${SHARED_MEMORY_FOLDER}${name}`, flags | OPEN.CLOEXEC | OPEN.NOFOLLOW, mode);
  }

  /** shm_unlink(3): removes its name; who has it mapped keeps it. */
  shm_unlink(name: string): number {
    return this.unlink(`${SHARED_MEMORY_FOLDER}${name}`);
  }

  /** getrandom(2): random bytes to memory at `buffer`; they follow from the machine's seed. */
  getrandom(buffer: number, lengthBytes: number, flags = 0): number {
    return this.call("getrandom", { buffer, lengthBytes, flags });
  }
}
