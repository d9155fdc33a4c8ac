/**
 * Files that people name on a command line: read and written whole, and complained about in a sentence.
 */
import { dirname } from "@std/path";
import { messageOf, UserError } from "./failure.ts";

/** The bytes of a file that a person named. Throws a UserError when it cannot be read. */
export async function readInputFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}

/** Writes a whole file that a person named, in place of what was there. Throws a UserError when it cannot. */
export async function writeOutputFile(path: string, content: Uint8Array | string): Promise<void> {
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
  } catch (error) {
    throw fileFailure("write", path, error);
  }
}

/**
 * What to throw when reading or writing the file at `path` threw `error`: a UserError when it is about the file, and
 * `error` itself otherwise.
 */
export function fileFailure(action: "read" | "write", path: string, error: unknown): unknown {
  const sentence = complaint(action, path, error);
  return sentence === undefined ? error : new UserError(sentence, { cause: error });
}

function complaint(action: "read" | "write", path: string, error: unknown): string | undefined {
  if (error instanceof Deno.errors.NotFound) {
    return action === "read"
      ? `There is no file '${path}'.`
      : `'${path}' cannot be written: there is no folder '${dirname(path)}'.`;
  }
  if (error instanceof Deno.errors.IsADirectory) return `'${path}' is a folder; name a file.`;
  if (error instanceof Deno.errors.NotADirectory) {
    return `'${path}' has something on its way that is no folder.`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `'${path}' may not be ${action === "read" ? "read" : "written"} by you.`;
  }
  // Deno throws a plain Error for many codes of the system; those carry "(os error N)".
  if (error instanceof Error && /\(os error \d+\)/.test(messageOf(error))) {
    return `'${path}' cannot be ${action === "read" ? "read" : "written"}: ${messageOf(error)}.`;
  }
  return undefined;
}
