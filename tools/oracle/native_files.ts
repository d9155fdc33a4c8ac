/**
 * Asks the real kernel about files: compiles native_files/file_history.c once, and runs histories of file operations
 * (fs/testing/history/operation.ts) through it, each on a tmpfs of its own.
 *
 *   NF1  What native.ts says of readiness holds here too: Linux 6.18 on x86-64, root, a C compiler.
 */

import { fromFileUrl, join } from "@std/path";
import {
  compileOnce,
  defaultCacheDirectory,
  NativeFailure,
  NativeUnavailable,
  obstacle,
  thisMachine,
} from "./native.ts";

const COMPILER_FLAGS = ["-O1", "-Wall", "-Wextra"];

/** The native program, compiled and ready. */
export class NativeFiles {
  /** `program` is the path of the compiled program, `directory` an empty one that it mounts over. */
  constructor(private readonly program: string, private readonly directory: string) {}

  /**
   * Runs a history: what the kernel answered, a line for each operation.
   * @throws NativeFailure when the program does not answer all of them
   */
  async answer(lines: readonly string[]): Promise<string[]> {
    const child = new Deno.Command(this.program, {
      args: [this.directory],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const feed = writer.write(new TextEncoder().encode(`${lines.join("\n")}\n`)).then(() => writer.close());
    const [output] = await Promise.all([child.output(), feed.catch(() => {})]);
    const answers = new TextDecoder().decode(output.stdout).split("\n").slice(0, -1);
    if (output.success && answers.length === lines.length) return answers;
    const said = new TextDecoder().decode(output.stderr).trim().split("\n")[0];
    throw new NativeFailure(
      said || `The native program answered ${answers.length} of ${lines.length} operations.`,
    );
  }
}

/**
 * Makes the program ready, compiling it when the cache does not have it.
 * @throws NativeUnavailable where this machine cannot answer
 */
export async function openNativeFiles(): Promise<NativeFiles> {
  const reason = obstacle(thisMachine());
  if (reason !== undefined) throw new NativeUnavailable(reason);
  const cache = defaultCacheDirectory();
  const sources = [fromFileUrl(new URL("./native_files/file_history.c", import.meta.url))];
  const program = await compileOnce("file_history", sources, COMPILER_FLAGS, cache);
  const directory = join(cache, "file_history_root");
  await Deno.mkdir(directory, { recursive: true });
  return new NativeFiles(program, directory);
}
