/**
 * The calls on files: fcntl.h and unistd.h.
 *
 * read and write may wait (a pipe that is empty or full) and are tasks; so is fsync. Paths are texts; buffers are addresses.
 */

import { MemoryCalls } from "./memory.ts";
import type { Task } from "../runtime/task.ts";

const STATUS_BYTES = 144;
const MODE_OFFSET = 24;
const KIND_MASK = 0o170000;
const CHARACTER_DEVICE = 0o020000;

/** Opening, reading, writing and closing files. */
export class FileCalls extends MemoryCalls {
  /** open(2): the descriptor, or -1. `mode` is for a file that is created. */
  open(path: string, flags: number, mode = 0o644): number {
    return this.call("open", { path, flags, mode });
  }

  /** close(2). */
  close(fd: number): number {
    return this.call("close", { fd });
  }

  /** read(2): bytes read into memory at `buffer`, 0 at the end, or -1. */
  *read(fd: number, buffer: number, lengthBytes: number): Task<number> {
    return yield* this.waitingCall("read", { fd, buffer, lengthBytes });
  }

  /** write(2): bytes written from memory at `buffer`, or -1. */
  *write(fd: number, buffer: number, lengthBytes: number): Task<number> {
    return yield* this.waitingCall("write", { fd, buffer, lengthBytes });
  }

  /** lseek(2): moves the position; the new one, or -1. */
  lseek(fd: number, offset: number, whence: number): number {
    return this.call("lseek", { fd, offset, whence });
  }

  /** ftruncate(2): sets the size. */
  ftruncate(fd: number, lengthBytes: number): number {
    return this.call("ftruncate", { fd, lengthBytes });
  }

  /** fsync(2): writes back what was written. */
  fsync(fd: number): number {
    return this.call("fsync", { fd });
  }

  /** fdatasync(2): the same, but only what it takes to read the bytes again. */
  fdatasync(fd: number): number {
    return this.call("fdatasync", { fd });
  }

  /** sync(2): makes everything durable. */
  sync(): void {
    this.call("sync", {});
  }

  /** dup(2): another descriptor of the same open file. */
  dup(fd: number): number {
    return this.call("dup", { fd });
  }

  /** dup2(2): makes `newFd` a descriptor of the same open file. */
  dup2(fd: number, newFd: number): number {
    return this.call("dup2", { fd, newFd });
  }

  /** pipe(2): stores the reading and the writing descriptor at `descriptors`, two ints. */
  pipe(descriptors: number): number {
    return this.call("pipe", { descriptors });
  }

  /** pipe2(2): the same, with O_CLOEXEC, O_NONBLOCK or O_DIRECT. */
  pipe2(descriptors: number, flags: number): number {
    return this.call("pipe2", { descriptors, flags });
  }

  /** memfd_create(2): a file in memory without a name in any directory; its descriptor, or -1. */
  memfd_create(name: string, flags = 0): number {
    return this.call("memfd_create", { name, flags });
  }

  /** fcntl(2): duplicates a descriptor, reads and changes its flags, seals a file in memory. */
  fcntl(fd: number, command: number, argument = 0): number {
    return this.call("fcntl", { fd, command, argument });
  }

  /** unlink(2): removes a name. */
  unlink(path: string): number {
    return this.call("unlink", { path });
  }

  /** rename(2): gives a file another name, in place of what has it now. */
  rename(oldPath: string, newPath: string): number {
    return this.call("rename", { oldPath, newPath });
  }

  /** isatty(3): 1 for a terminal. */
  isatty(fd: number): number {
    const status = this.alloca(STATUS_BYTES);
    const isKnown = this.call("fstat", { fd, status }) === 0;
    const mode = isKnown ? this.loadUnsigned(status + MODE_OFFSET) : 0;
    this.stackPointer = status + STATUS_BYTES;
    return (mode & KIND_MASK) === CHARACTER_DEVICE ? 1 : 0;
  }
}
