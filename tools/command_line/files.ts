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
 * Refuses to write over the very file that is read, by whatever name or link. Throws a UserError.
 *
 * @param input What the file holds, for the sentence: "the guest".
 */
export async function refuseSameFile(output: string, path: string, input: string): Promise<void> {
  const [one, other] = await Promise.all([placeOf(output), placeOf(path)]);
  if (one === undefined || one !== other) return;
  throw new UserError(`'${output}' is ${input} itself; name another file to write.`);
}

/** What tells a file from every other; undefined for one that is not there. */
async function placeOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await Deno.stat(path);
    return ino === null ? await Deno.realPath(path) : `${dev}:${ino}`;
  } catch {
    return undefined; // Whoever reads or writes it says why.
  }
}

/** Makes a folder and those above it, where they are not there yet. Throws a UserError when it cannot. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new UserError(`'${path}' is a file; name a folder.`, { cause: error });
    }
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
