/**
 * Typed loads and stores: a C variable of some type at an address.
 *
 *     char 1 byte    short 2    int 4    long and pointers 8    double 8         little-endian
 */

import { hex } from "@palimpsest/kernel";
import { Core } from "./core.ts";

const scratch = new DataView(new ArrayBuffer(8));

/** Reads and writes variables. */
export class Loads extends Core {
  /** `*(unsigned char *) address` */
  loadByte(address: number): number {
    return this.space.load8(address);
  }

  /** `*(unsigned char *) address = value` */
  storeByte(address: number, value: number): void {
    this.space.store8(address, value);
  }

  /** `*(short *) address` */
  loadShort(address: number): number {
    return this.space.load16(address) << 16 >> 16;
  }

  /** `*(short *) address = value` */
  storeShort(address: number, value: number): void {
    this.space.store16(address, value);
  }

  /** `*(int *) address` */
  loadInt(address: number): number {
    return this.space.load32(address) | 0;
  }

  /** `*(int *) address = value` */
  storeInt(address: number, value: number): void {
    this.space.store32(address, value);
  }

  /** `*(unsigned *) address` */
  loadUnsigned(address: number): number {
    return this.space.load32(address);
  }

  /** `*(long *) address`; exact between -2^53 and 2^53. */
  loadLong(address: number): number {
    const low = this.space.load32(address);
    return (this.space.load32(address + 4) | 0) * 2 ** 32 + low;
  }

  /** `*(long *) address = value`; exact between -2^53 and 2^53. */
  storeLong(address: number, value: number): void {
    this.space.store64(address, value);
  }

  /** `*(void **) address` */
  loadPointer(address: number): number {
    return this.space.load64(address);
  }

  /** `*(void **) address = value` */
  storePointer(address: number, value: number): void {
    this.space.store64(address, value);
  }

  /** `*(double *) address` */
  loadDouble(address: number): number {
    scratch.setUint32(0, this.space.load32(address), true);
    scratch.setUint32(4, this.space.load32(address + 4), true);
    return scratch.getFloat64(0, true);
  }

  /** `*(double *) address = value` */
  storeDouble(address: number, value: number): void {
    scratch.setFloat64(0, value, true);
    this.space.store64Halves(address, scratch.getUint32(0, true), scratch.getUint32(4, true));
  }

  /** An address as printf's %p shows it. */
  hex(address: number): string {
    return hex(address);
  }
}
