/**
 * From what a person named to allocators.
 */

import { type AllocatorMaking, ALLOCATORS, DEFAULT_ALLOCATOR, findAllocator } from "@palimpsest/libc";
import { UserError } from "../command_line/failure.ts";
import { allocatorNamed } from "../guests/allocator_name.ts";

/** The allocators of lists of names with commas; the default one when none is named; `all` names all. */
export function chooseAllocators(given: readonly string[]): readonly AllocatorMaking[] {
  const names = namesIn(given);
  if (names.includes("all")) return ALLOCATORS;
  return names.length === 0 ? [DEFAULT_ALLOCATOR] : [...new Set(names)].map((name) => allocatorNamed(name));
}

/**
 * The two allocators to compare: `--diff A,B`, or `--diff A B`, where B came among the traces.
 *
 * @returns The two, and the traces without the second's name.
 */
export function choosePair(
  given: string,
  traces: readonly string[],
): { pair: [AllocatorMaking, AllocatorMaking]; traces: readonly string[] } {
  const names = namesIn([given]);
  const place = names.length === 1 ? traces.findIndex((each) => typeof findAllocator(each) !== "string") : -1;
  if (place >= 0) names.push(traces[place]);
  if (names.length !== 2) {
    throw new UserError(`--diff takes two allocators, such as --diff palimpsest freelist, not '${given}'.`);
  }
  const rest = traces.filter((_, at) => at !== place);
  if (rest.length === 0) throw new UserError("TRACE is missing: the traces to replay.");
  return { pair: [allocatorNamed(names[0]), allocatorNamed(names[1])], traces: rest };
}

function namesIn(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(",")).map((name) => name.trim()).filter((name) => name !== "");
}
