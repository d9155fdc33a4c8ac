/**
 * The allocator that a person named: `--allocator freelist:fit=best`.
 */

import { type AllocatorMaking, ALLOCATORS, DEFAULT_ALLOCATOR, findAllocator } from "@palimpsest/libc";
import { UserError } from "../command_line/failure.ts";
import { nearestName } from "../command_line/nearest.ts";

/** What can stand after --allocator, for help. */
export const ALLOCATOR_WORDS = ALLOCATORS.map(({ name, choices = {} }) =>
  [name, ...Object.entries(choices).map(([choice, words]) => `[:${choice}=${words.join("|")}]`)].join("")
).join(", ");

/**
 * The allocator of a name; the default one when there is none.
 *
 * @throws {UserError} There is no such allocator, or nothing like that can be chosen about it.
 */
export function allocatorNamed(text?: string): AllocatorMaking {
  if (text === undefined) return DEFAULT_ALLOCATOR;
  const found = findAllocator(text);
  if (typeof found !== "string") return found;
  const [name] = text.split(":");
  const near = nearestName(name, ALLOCATORS.map((each) => each.name));
  throw new UserError(
    near === undefined || near === name ? found : `There is no allocator '${name}'; did you mean '${near}'?`,
  );
}
