/**
 * The kinds of guests that can be run, and finding the one that a file is.
 */

import { readInputFile } from "../command_line/files.ts";
import { UserError } from "../command_line/failure.ts";
import { nearestName } from "../command_line/nearest.ts";
import type { DistantGuest, Guest, GuestKind, ReadOptions } from "./guest.ts";
import { bundledGuest, bundledNames, type ProgramOptions } from "./program/program_guest.ts";
import { isProgramFile, programFileGuest } from "./program/program_file_guest.ts";
import { recordingGuest } from "./recording/recording_guest.ts";
import { referencesGuest } from "./references/references_guest.ts";
import { scriptGuest } from "./script/script_guest.ts";
import { traceGuest } from "./trace/trace_guest.ts";

/** Every kind, in the order they are tried. */
const GUEST_KINDS: readonly GuestKind[] = [
  traceGuest,
  referencesGuest,
  recordingGuest,
  scriptGuest,
];

/**
 * The guest that a name or a file is: a bundled program, a program's source, or a file of another kind.
 *
 * @param options How it is run, when it is a program.
 * @throws {UserError} There is no such name or file, or the file is not as it should be.
 */
export async function findGuest(name: string, options: ProgramOptions = {}): Promise<Guest | DistantGuest> {
  const bundled = bundledGuest(name, options);
  if (bundled !== undefined) return bundled;
  if (!isProgramFile(name)) {
    const guest = await readGuest(name, options);
    if (options.uid !== undefined) {
      throw new UserError(`${name}: A user can be chosen for a program (--uid), and this is ${guest.title}.`);
    }
    if (options.files === undefined) return guest;
    throw new UserError(
      `${name}: Files can be handed in to a program (--file, --root), and this is ${guest.title}.`,
    );
  }
  await readInputFile(name);
  return programFileGuest(name, options);
}

/**
 * Reads the guest in a file that is no program.
 *
 * @throws {UserError} The file cannot be read, is of no kind that is known, or is not as it should be.
 */
export async function readGuest(path: string, options: ReadOptions = {}): Promise<Guest> {
  const bytes = await readInputFile(path).catch((error) => {
    throw isName(path) ? unknownName(path, error) : error;
  });
  const kind = GUEST_KINDS.find((kind) => kind.recognizes(path, bytes));
  if (kind !== undefined) return await kind.read(path, bytes, options);
  const kinds = [...GUEST_KINDS.map(({ what }) => what), "a program (.ts, or the name of a bundled one)"];
  throw new UserError(`${path}: This is no guest; a guest is ${kinds.join(", or ")}.`);
}

/** Whether a person wrote a name rather than a path. */
function isName(path: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(path);
}

function unknownName(name: string, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const near = nearestName(name, bundledNames());
  const advice = near === undefined
    ? `the programs are ${bundledNames().join(", ")}`
    : `did you mean ${near}?`;
  return new UserError(`There is no file and no bundled program '${name}'; ${advice}`, { cause: error });
}
