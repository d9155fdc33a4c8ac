/**
 * The kinds of guests that can be run, and finding the one that a file is.
 */

import { readInputFile } from "../command_line/files.ts";
import { UserError } from "../command_line/failure.ts";
import type { Guest, GuestKind } from "./guest.ts";
import { recordingGuest } from "./recording/recording_guest.ts";
import { scriptGuest } from "./script/script_guest.ts";

/** Every kind, in the order they are tried. */
const GUEST_KINDS: readonly GuestKind[] = [
  recordingGuest,
  scriptGuest,
];

/**
 * Reads the guest in a file.
 *
 * @throws {UserError} The file cannot be read, is of no kind that is known, or is not as it should be.
 */
export async function readGuest(path: string): Promise<Guest> {
  const bytes = await readInputFile(path);
  const kind = GUEST_KINDS.find((kind) => kind.recognizes(path, bytes));
  if (kind !== undefined) return await kind.read(path, bytes);
  const kinds = GUEST_KINDS.map(({ what }) => what).join(", or ");
  throw new UserError(`${path}: This is no guest; a guest is ${kinds}.`);
}
