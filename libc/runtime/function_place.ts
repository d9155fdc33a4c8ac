/**
 * Where functions lie in a program's text: those that get an address at run time (handlers), one behind the other.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import { RunStopped } from "./stops.ts";

/** Where the text begins, relative to the load address, and its length. */
export const TEXT_START = PAGE_SIZE;
export const TEXT_BYTES = PAGE_SIZE;
const FUNCTIONS_OFFSET = 0x100;
const FUNCTION_BYTES = 16;

/** The place of the `index`-th function that got an address at run time. */
export function functionPlace(index: number): number {
  const place = FUNCTIONS_OFFSET + index * FUNCTION_BYTES;
  if (place < TEXT_BYTES) return TEXT_START + place;
  throw new RunStopped("failure", `The program uses more than ${index} functions as handlers.`);
}
