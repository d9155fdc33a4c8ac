/**
 * Reading what a person hands into a run: single files, and a folder with everything in it.
 *
 *     --file HOST:GUEST    a copy of HOST, links followed, stands at GUEST
 *     --root DIR           DIR/a/b stands at /a/b; links stay links, and are followed inside the run alone
 *
 *   HI1  It is a snapshot: everything is read before the run begins.
 *   HI2  Nothing is handed in that was not named: links that lead out of DIR lead nowhere in the run.
 *   HI3  What is too much, or no file, is refused before the machine starts.
 */

import type { SuppliedEntry } from "@palimpsest/fs";
import { join } from "@std/path";
import { UserError } from "../../command_line/failure.ts";
import { fileFailure, readInputFile } from "../../command_line/files.ts";

/** Bytes that may be handed in, all files together. */
export const HANDED_IN_LIMIT_BYTES = 64 * 2 ** 20;
/** The same in words. */
export const HANDED_IN_LIMIT_WORDS = `${HANDED_IN_LIMIT_BYTES / 2 ** 20} MiB`;
/** Files, folders and links that may be handed in. */
const ENTRIES_LIMIT = 10_000;
const PERMISSION_BITS = 0o777;
/** Where the machine's own files are. */
const OWN_FOLDERS = ["/bin", "/dev", "/proc"];
/** Bytes of a name, and of a path with its end. */
const NAME_BYTES_LIMIT = 255;
const PATH_BYTES_LIMIT = 4096;

/** What a person wants to hand in. */
export interface HandedIn {
  /** HOST:GUEST, each. */
  readonly files: readonly string[];
  /** A folder. */
  readonly root: string | undefined;
}

/** Reads it all. Throws a UserError with a sentence about the first thing that cannot be. */
export async function readHandedIn({ files, root }: HandedIn): Promise<SuppliedEntry[]> {
  const gathered = new Gathered();
  if (root !== undefined) await gathered.takeFolder(root, "");
  for (const file of files) {
    const { host, guest } = separate(file);
    await gathered.takeFile(host, guest);
  }
  return gathered.entries;
}

/** HOST:GUEST, cut before the last `:/`. */
function separate(text: string): { host: string; guest: string } {
  const at = text.lastIndexOf(":/");
  if (at > 0) return { host: text.slice(0, at), guest: text.slice(at + 1) };
  throw new UserError(`--file takes HOST:GUEST, such as notes.txt:/tmp/notes.txt, not '${text}'.`);
}

/** What was read so far. */
class Gathered {
  readonly entries: SuppliedEntry[] = [];
  private readonly paths = new Set<string>();
  private totalBytes = 0;

  async takeFile(host: string, guest: string): Promise<void> {
    const status = await namingFile(host, () => Deno.stat(host));
    if (status.isDirectory) throw new UserError(`'${host}' is a folder; hand it in with --root.`);
    if (!status.isFile) throw new UserError(`'${host}' is no file that can be handed in.`);
    this.count(host, guest, status.size);
    const bytes = await readInputFile(host);
    this.entries.push({ kind: "file", path: guest, mode: (status.mode ?? 0o644) & PERMISSION_BITS, bytes });
  }

  async takeFolder(host: string, guest: string): Promise<void> {
    const names = await namingFile(host, () => namesIn(host));
    for (const name of names) {
      const path = join(host, name);
      const place = `${guest}/${name}`;
      const status = await namingFile(path, () => Deno.lstat(path));
      if (status.isSymlink) {
        this.count(path, place, 0);
        this.entries.push({ kind: "link", path: place, target: await Deno.readLink(path) });
      } else if (status.isDirectory) {
        this.count(path, place, 0);
        this.entries.push({ kind: "directory", path: place, mode: (status.mode ?? 0o755) & PERMISSION_BITS });
        await this.takeFolder(path, place);
      } else await this.takeFile(path, place);
    }
  }

  /** Notes one more thing; refuses what cannot stand there, and what is too much. */
  private count(host: string, guest: string, sizeBytes: number): void {
    const refused = pathRefusal(guest);
    if (refused !== undefined) throw new UserError(`'${host}' cannot stand at '${guest}': ${refused}.`);
    if (this.paths.has(guest)) {
      throw new UserError(`Two files are to stand at '${guest}'; name another place.`);
    }
    this.paths.add(guest);
    this.totalBytes += sizeBytes;
    if (this.totalBytes > HANDED_IN_LIMIT_BYTES) {
      throw new UserError(
        `With '${host}' it is more than ${HANDED_IN_LIMIT_WORDS}, the most that a run takes in; name less.`,
      );
    }
    if (this.paths.size > ENTRIES_LIMIT) {
      throw new UserError(`With '${host}' it is more than ${ENTRIES_LIMIT} files and folders; name less.`);
    }
  }
}

/** Why nothing can be handed in at a path, as the end of a sentence. */
function pathRefusal(path: string): string | undefined {
  const components = path.slice(1).split("/");
  if (components.some((name) => name === "" || name === "." || name === "..")) {
    return "write the path from / on, without '.', '..' and empty names";
  }
  const own = OWN_FOLDERS.find((folder) => path === folder || path.startsWith(`${folder}/`));
  if (own !== undefined) return `${own} is the machine's own`;
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const isLong = bytes(path) >= PATH_BYTES_LIMIT || components.some((name) => bytes(name) > NAME_BYTES_LIMIT);
  return isLong ? "the name is too long" : undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}

async function namingFile<T>(path: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}
