/**
 * The program break as the C library sees it: __curbrk, brk(3) and sbrk(3).
 *
 *   PB1  The word at `address` holds the break as this process last saw it; 0 before anybody asked.
 *   PB2  Everybody in the process who moves the break goes through here, so that the word is the kernel's break.
 */

import type { UserSpace } from "./user_space.ts";

/** Bytes that a program break takes of static memory. */
export const PROGRAM_BREAK_BYTES = 8;

/** The break of one process. */
export class ProgramBreak {
  /** The break whose last known place stands at `address`, in static memory. */
  constructor(private readonly space: UserSpace, private readonly address: number) {}

  /** Where the break is. */
  current(): number {
    return this.space.load64(this.address) || this.ask(0);
  }

  /** brk(3): moves the break. @returns Whether it could. */
  moveTo(end: number): boolean {
    return this.ask(end) === end;
  }

  /** Asks the kernel for a break. */
  private ask(end: number): number {
    const now = this.space.call("brk", { address: end });
    this.space.store64(this.address, now);
    return now;
  }
}
