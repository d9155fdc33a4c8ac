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
  type AccessSignal,
  type AnyRecord,
  assertThat,
  type CallArguments,
  copyMemory,
  hex,
  type Machine,
  MemoryPort,
  NO_WORD,
  nonCanonicalSignal,
} from "@palimpsest/kernel";
import { SignalError } from "./signal_error.ts";

const HIGH_UNIT = 2 ** 32;
/** Bytes that isZero() looks at, at a time, and that copy() moves through a buffer at most. */
const PIECE_BYTES = 4096;
const SHORT_COPY_BYTES = 64;

/** Deals with a signal that an access met: true when the access should be tried again. */
export type SignalHandler = (signal: AccessSignal) => boolean;

/** What user code of one process can do with its memory. */
export class UserSpace {
  /** Asked when an access meets a signal; without it, and when it returns false, the access throws a SignalError. */
  onSignal: SignalHandler | undefined;
  private readonly port: MemoryPort;
  private readonly short = new Uint8Array(8);
  private readonly view = new DataView(this.short.buffer);

  /** The memory of process `pid`. */
  constructor(readonly machine: Machine, readonly pid: number) {
    this.port = new MemoryPort(machine, pid);
  }

  /** Loads a byte. */
  load8(address: number): number {
    for (;;) {
      const value = this.port.load8(address);
      if (value !== NO_WORD) return value;
      this.meet(this.port.signal);
    }
  }

  /** Loads 16 bits. */
  load16(address: number): number {
    this.loadShort(address, 2);
    return this.view.getUint16(0, true);
  }

  /** Loads 32 bits. */
  load32(address: number): number {
    for (;;) {
      const value = this.port.load32(address);
      if (value !== NO_WORD) return value;
      this.meet(this.port.signal);
    }
  }

  /** Loads 32 bits; nothing where that meets a signal, which is not raised then. The fault is an event all the same. */
  tryLoad32(address: number): number | undefined {
    const value = this.port.load32(address);
    return value === NO_WORD ? undefined : value;
  }

  /** Loads 64 bits, which must stand for a number below 2^53. */
  load64(address: number): number {
    this.loadShort(address, 8);
    const value = this.view.getUint32(4, true) * HIGH_UNIT + this.view.getUint32(0, true);
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
    while (!this.port.store8(address, value)) this.meet(this.port.signal);
  }

  /** Stores the low 16 bits of `value`. */
  store16(address: number, value: number): void {
    this.view.setUint16(0, value, true);
    this.storeShort(address, 2);
  }

  /** Stores the low 32 bits of `value`, an integer (negative ones as two's complement). */
  store32(address: number, value: number): void {
    while (!this.port.store32(address, value)) this.meet(this.port.signal);
  }

  /** Stores an integer of up to 53 bits as a 64-bit word; negative ones as two's complement. */
  store64(address: number, value: number): void {
    this.store64Halves(address, value, Math.floor(value / HIGH_UNIT));
  }

  /** Stores a 64-bit word given as its two halves. */
  store64Halves(address: number, low: number, high: number): void {
    this.view.setUint32(0, low, true);
    this.view.setUint32(4, high, true);
    this.storeShort(address, 8);
  }

  /** Loads bytes; bytes that nobody knows are 0. */
  loadBytes(address: number, lengthBytes: number): Uint8Array {
    const target = new Uint8Array(lengthBytes);
    this.load(address, target);
    return target;
  }

  /** Whether every byte of a range is zero; bytes that nobody knows count as zero. */
  isZero(address: number, lengthBytes: number): boolean {
    for (let done = 0; done < lengthBytes; done += PIECE_BYTES) {
      const bytes = this.loadBytes(address + done, Math.min(PIECE_BYTES, lengthBytes - done));
      for (let index = 0; index < bytes.length; index++) if (bytes[index] !== 0) return false;
    }
    return true;
  }

  /** Stores bytes. */
  storeBytes(address: number, bytes: Uint8Array): void {
    for (let done = this.port.storeBytes(address, bytes); done < bytes.length;) {
      this.meet(this.port.signal);
      done += this.port.storeBytes(address + done, bytes.subarray(done));
    }
  }

  /** memset(3): stores the low 8 bits of `value` into each byte of a range. */
  fill(address: number, lengthBytes: number, value: number): void {
    for (let done = this.port.fill(address, lengthBytes, value); done < lengthBytes;) {
      this.meet(this.port.signal);
      done += this.port.fill(address + done, lengthBytes - done, value);
    }
  }

  /** memmove(3): copies a range; the two may overlap. */
  copy(to: number, from: number, lengthBytes: number): void {
    if (lengthBytes <= SHORT_COPY_BYTES) return this.storeBytes(to, this.loadBytes(from, lengthBytes));
    for (let left = lengthBytes; left > 0;) {
      const ascends = to <= from || to >= from + lengthBytes;
      const at = ascends ? lengthBytes - left : 0;
      const { done, signal } = copyMemory(this.machine, this.pid, to + at, from + at, left);
      left -= done;
      if (signal !== undefined) this.meet(signal);
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

  /** Looks at something from outside, without an access; what it gives are numbers. */
  observe(_name: string, look: () => readonly number[]): readonly number[] {
    return look();
  }

  /** Deals with a load64() of a word that no number holds. */
  protected refuseWord(address: number): never {
    assertThat(false, `the word at ${hex(address)} is beyond 2^53`);
    throw new Error("unreachable");
  }

  /**
   * Appends an event of the C library's own (malloc/probes.ts): it changes nothing.
   *
   * @param event The whole event, kind first; its process is set here.
   */
  probe(kind: string, event: Record<string, number | string>): void {
    event.process = this.pid;
    this.machine.note(event as unknown as AnyRecord);
    assertThat(event.kind === kind, () => `a probe of kind ${kind} says it is ${event.kind}`);
  }

  /** Loads bytes, faulting pages in. */
  private load(address: number, target: Uint8Array): void {
    for (let done = this.port.loadBytes(address, target); done < target.length;) {
      this.meet(this.port.signal);
      done += this.port.loadBytes(address + done, target.subarray(done));
    }
  }

  /** Loads a word of up to 8 bytes. */
  private loadShort(address: number, lengthBytes: number): void {
    this.refuseNonCanonical(address, lengthBytes);
    this.load(address, this.short.subarray(0, lengthBytes));
  }

  /** Stores a word of up to 8 bytes: when it crosses pages, nothing is stored unless both permit it. */
  private storeShort(address: number, lengthBytes: number): void {
    this.refuseNonCanonical(address, lengthBytes);
    while (!this.port.mayStore(address, lengthBytes)) this.meet(this.port.signal);
    this.storeBytes(address, this.short.subarray(0, lengthBytes));
  }

  /** Raises what a non-canonical address raises. */
  private refuseNonCanonical(address: number, lengthBytes: number): void {
    const signal = nonCanonicalSignal(address, lengthBytes);
    if (signal !== undefined) this.meet(signal);
  }

  /** Raises a signal that an access met. */
  private meet(signal: AccessSignal | undefined): void {
    assertThat(signal !== undefined, "an access failed without a signal");
    if (this.onSignal?.(signal) !== true) throw new SignalError(this.pid, signal);
  }
}
