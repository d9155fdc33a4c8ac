/**
 * Numbers that a program hands to its machine: whole ones, those of calls below 2^53, as an event holds them. Anything
 * else (NaN, 1.5, the undefined that JavaScript let pass) is a mistake of the program's author, told where it is made.
 *
 *   WN1  What is refused here has not reached the kernel: no event is made of it.
 */

import type { CallArguments } from "@palimpsest/kernel";

/**
 * Refuses an address that is no whole number.
 *
 * @throws RangeError, from within the program, so that its line can be named.
 */
export function requireAddress(address: number): void {
  if (!Number.isInteger(address)) {
    throw new RangeError(`an address is a whole number, and ${String(address)} is none`);
  }
}

/** Refuses a call of which a number is no whole one; throws as requireAddress() does. */
export function requireWholeArguments(call: string, args: CallArguments): void {
  for (const name of Object.keys(args)) {
    const value = args[name];
    if (typeof value !== "number" || Number.isSafeInteger(value)) continue;
    throw new RangeError(`${call}(): ${name} is ${value}, which is no whole number from -(2^53-1) to 2^53-1`);
  }
}
