/**
 * The calls on memory: sys/mman.h, brk and sbrk, and the limits on them.
 *
 * None of them waits. Addresses are numbers; NULL is 0; MAP_FAILED is -1.
 */

import { ProgramBreak } from "../memory/program_break.ts";
import { PROGRAM_BREAK } from "../runtime/library_data.ts";
import { Strings } from "../string/strings.ts";

const ENOMEM = 12;

/** Mapping, protecting, locking and giving back memory. */
export class MemoryCalls extends Strings {
  /** The break, which malloc moves too. */
  protected readonly programBreak = new ProgramBreak(this.space, this.symbol(PROGRAM_BREAK));

  /** mmap(2): a new mapping of a file or of anonymous memory; its address, or MAP_FAILED (-1). */
  mmap(
    address: number,
    lengthBytes: number,
    prot: number,
    flags: number,
    fd = -1,
    offset = 0,
  ): number {
    return this.call("mmap", { address, lengthBytes, prot, flags, fd, offset });
  }

  /** munmap(2): gives up the mappings in a range. */
  munmap(address: number, lengthBytes: number): number {
    return this.call("munmap", { address, lengthBytes });
  }

  /** mprotect(2): changes what a range may be used for. */
  mprotect(address: number, lengthBytes: number, prot: number): number {
    return this.call("mprotect", { address, lengthBytes, prot });
  }

  /** mremap(2): grows, shrinks or moves a mapping; its address, or MAP_FAILED (-1). */
  mremap(
    oldAddress: number,
    oldLengthBytes: number,
    newLengthBytes: number,
    flags = 0,
    newAddress = 0,
  ): number {
    return this.call("mremap", { oldAddress, oldLengthBytes, newLengthBytes, flags, newAddress });
  }

  /** msync(2): writes a range of a mapped file back. */
  msync(address: number, lengthBytes: number, flags: number): number {
    return this.call("msync", { address, lengthBytes, flags });
  }

  /** madvise(2): says how a range will be used. */
  madvise(address: number, lengthBytes: number, advice: number): number {
    return this.call("madvise", { address, lengthBytes, advice });
  }

  /** mincore(2): stores one byte a page at `vector`, 1 for a page in memory. */
  mincore(address: number, lengthBytes: number, vector: number): number {
    return this.call("mincore", { address, lengthBytes, vector });
  }

  /** mlock(2): keeps a range in memory. */
  mlock(address: number, lengthBytes: number): number {
    return this.call("mlock", { address, lengthBytes });
  }

  /** munlock(2). */
  munlock(address: number, lengthBytes: number): number {
    return this.call("munlock", { address, lengthBytes });
  }

  /**
   * brk(3): sets the program break; 0, or -1 with ENOMEM. As glibc's, it fails only where the break stayed below
   * `address`: brk(0) gives 0 and moves nothing.
   */
  brk(address: number): number {
    if (this.programBreak.moveTo(address) || address <= this.programBreak.current()) return 0;
    this.errno = ENOMEM;
    return -1;
  }

  /** sbrk(2): moves the program break by `deltaBytes`; where it was, or -1 with ENOMEM. */
  sbrk(deltaBytes: number): number {
    const before = this.programBreak.current();
    return deltaBytes === 0 || this.brk(before + deltaBytes) === 0 ? before : -1;
  }

  /** setrlimit(2): the soft and the hard limit of a resource (RLIMIT_…). */
  setrlimit(resource: number, soft: number, hard: number = soft): number {
    return this.call("setrlimit", { resource, soft, hard });
  }
}
