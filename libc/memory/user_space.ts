/**
 * The memory and the system calls of one process, as its own code sees them: typed loads and stores through the MMU,
 * and calls by name.
 *
 *      load8 … load64, store8 … store64, fill, copy ──▶ MMU ──▶ fault events ──▶ done
 *                                                         └──▶ signal ──▶ onSignal ──▶ again, or SignalError
 *
 *   US1  Words are little-endian; loads give unsigned numbers. A 64-bit word is exact below 2^53: load64() refuses
 *        larger ones, and their halves are read with load64Low() and load64High().
 *   US2  Every access is an event, or part of one: a run with the same accesses has the same log.
 *   US3  Nothing is kept here between accesses that the memory does not say as well: after a rewind, a new UserSpace
 *        sees what the old one saw.
 */

import {
  type AccessResult,
  type AccessSignal,
  assertThat,
  type CallArguments,
  fillMemory,
  hex,
  loadBytes,
  loadWord,
  type Machine,
  storeBytes,
  storeWord,
} from "@palimpsest/kernel";
import { SignalError } from "./signal_error.ts";

const HIGH_UNIT = 2 ** 32;
/** Bytes that copy() moves at a time. */
const COPY_BYTES = 4096;

/** The outcome of an event that decides nothing. */
const nothingMore = () => ({});

/** Deals with a signal that an access met: true when the access should be tried again. */
export type SignalHandler = (signal: AccessSignal) => boolean;

/** What user code of one process can do with its memory. */
export class UserSpace {
  /** Asked when an access meets a signal; without it, and when it returns false, the access throws a SignalError. */
  onSignal: SignalHandler | undefined;
  private readonly bytes = [1, 2, 4, 8].map((lengthBytes) => new Uint8Array(lengthBytes));
  private readonly view = this.bytes.map(({ buffer }) => new DataView(buffer));

  /** The memory of process `pid`. */
  constructor(readonly machine: Machine, readonly pid: number) {}

  /** Loads a byte. */
  load8(address: number): number {
    this.load(address, this.bytes[0]);
    return this.bytes[0][0];
  }

  /** Loads 16 bits. */
  load16(address: number): number {
    this.load(address, this.bytes[1]);
    return this.view[1].getUint16(0, true);
  }

  /** Loads 32 bits. */
  load32(address: number): number {
    this.load(address, this.bytes[2]);
    return this.view[2].getUint32(0, true);
  }

  /** Loads 64 bits, which must stand for a number below 2^53. */
  load64(address: number): number {
    this.load(address, this.bytes[3]);
    const value = this.view[3].getUint32(4, true) * HIGH_UNIT + this.view[3].getUint32(0, true);
    return value <= Number.MAX_SAFE_INTEGER ? value : this.refuseWord(address);
  }

  /** The low 32 bits of a 64-bit word. */
  load64Low(address: number): number {
    return this.load32(address);
  }

  /** The high 32 bits of a 64-bit word. */
  load64High(address: number): number {
    return this.load32(address + 4);
  }

  /** Stores the low 8 bits of `value`. */
  store8(address: number, value: number): void {
    this.bytes[0][0] = value;
    this.store(address, this.bytes[0]);
  }

  /** Stores the low 16 bits of `value`. */
  store16(address: number, value: number): void {
    this.view[1].setUint16(0, value, true);
    this.store(address, this.bytes[1]);
  }

  /** Stores the low 32 bits of `value`, an integer (negative ones as two's complement). */
  store32(address: number, value: number): void {
    this.view[2].setUint32(0, value, true);
    this.store(address, this.bytes[2]);
  }

  /** Stores an integer of up to 53 bits as a 64-bit word; negative ones as two's complement. */
  store64(address: number, value: number): void {
    this.store64Halves(address, value, Math.floor(value / HIGH_UNIT));
  }

  /** Stores a 64-bit word given as its two halves. */
  store64Halves(address: number, low: number, high: number): void {
    this.view[3].setUint32(0, low, true);
    this.view[3].setUint32(4, high, true);
    this.store(address, this.bytes[3]);
  }

  /** Loads bytes; bytes that nobody knows are 0. */
  loadBytes(address: number, lengthBytes: number): Uint8Array {
    const target = new Uint8Array(lengthBytes);
    this.eachUntilDone(lengthBytes, (done) => {
      return loadBytes(this.machine, this.pid, address + done, target.subarray(done));
    });
    return target;
  }

  /** Whether every byte of a range is zero; bytes that nobody knows count as zero. */
  isZero(address: number, lengthBytes: number): boolean {
    for (let done = 0; done < lengthBytes; done += COPY_BYTES) {
      const bytes = this.loadBytes(address + done, Math.min(COPY_BYTES, lengthBytes - done));
      if (bytes.some((byte) => byte !== 0)) return false;
    }
    return true;
  }

  /** Stores bytes. */
  storeBytes(address: number, bytes: Uint8Array): void {
    this.eachUntilDone(bytes.length, (done) => {
      return storeBytes(this.machine, this.pid, address + done, bytes.subarray(done));
    });
  }

  /** memset(3): stores the low 8 bits of `value` into each byte of a range. */
  fill(address: number, lengthBytes: number, value: number): void {
    this.eachUntilDone(lengthBytes, (done) => {
      return fillMemory(this.machine, this.pid, address + done, lengthBytes - done, value);
    });
  }

  /** memmove(3): copies a range; the two may overlap. */
  copy(to: number, from: number, lengthBytes: number): void {
    const isBackward = to > from;
    for (let done = 0; done < lengthBytes;) {
      const partBytes = Math.min(COPY_BYTES, lengthBytes - done);
      const at = isBackward ? lengthBytes - done - partBytes : done;
      this.storeBytes(to + at, this.loadBytes(from + at, partBytes));
      done += partBytes;
    }
  }

  /**
   * Makes a system call that does not wait.
   *
   * @returns What the call returns: a number ≥ 0, or a negated errno.
   */
  call(name: string, args: CallArguments): number {
    return this.machine.call(this.pid, name, args);
  }

  /** Deals with a load64() of a word that no number holds. */
  protected refuseWord(address: number): never {
    assertThat(false, `the word at ${hex(address)} is beyond 2^53`);
    throw new Error("unreachable");
  }

  /**
   * Writes an event of the C library's own (malloc/probes.ts): it changes nothing.
   *
   * @param fields Its fields but the process; text may be left out.
   */
  probe(kind: string, fields: Readonly<Record<string, number | string>>): void {
    this.machine.run({ kind, process: this.pid, site: "", ...fields }, nothingMore);
  }

  /** Loads bytes, faulting pages in. */
  private load(address: number, target: Uint8Array): void {
    for (;;) {
      const { signal } = loadWord(this.machine, this.pid, address, target);
      if (signal === undefined) return;
      this.meet(signal);
    }
  }

  /** Stores bytes, faulting pages in. */
  private store(address: number, bytes: Uint8Array): void {
    for (;;) {
      const { signal } = storeWord(this.machine, this.pid, address, bytes);
      if (signal === undefined) return;
      this.meet(signal);
    }
  }

  /** Goes on with an access until all of it is done. */
  private eachUntilDone(lengthBytes: number, access: (done: number) => AccessResult): void {
    for (let done = 0; done < lengthBytes;) {
      const result = access(done);
      done += result.done;
      if (result.signal !== undefined) this.meet(result.signal);
    }
  }

  /** Raises a signal that an access met. */
  private meet(signal: AccessSignal): void {
    if (this.onSignal?.(signal) !== true) throw new SignalError(this.pid, signal);
  }
}
