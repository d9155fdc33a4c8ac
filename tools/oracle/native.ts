/**
 * Asks the real kernel: compiles the native oracle (native/*.c) once, and runs scripts through it.
 *
 *     readiness ── all there? ──▶ compile into the cache ──▶ answer(script) ──▶ newline-delimited JSON
 *         └─ no: NativeUnavailable, one sentence            answerTwice(script) ──▶ … or how the two differ
 *
 * NA1. What is missing on a machine (Linux on x86-64, kernel 6.18, root, a C compiler) is told in one sentence, never as a
 *      failure of something else.
 * NA2. The compiled program is named after a hash of its sources and flags: an old one is never taken for a new one, and two
 *      runs at once cannot harm each other.
 * NA3. Every script runs in processes of its own that end with it; its files lie in directories of its own that are removed.
 */
import { basename, fromFileUrl, join } from "@std/path";
import { parseAnswer } from "../guests/script/record.ts";
import { compareAnswers, type Comparison } from "./compare.ts";

/** Why the real kernel cannot be asked here. The message is one sentence. */
export class NativeUnavailable extends Error {
  override readonly name = "NativeUnavailable";
}

/** A script that the native oracle refused or did not finish. The message is one sentence. */
export class NativeFailure extends Error {
  override readonly name = "NativeFailure";
}

/** What a machine has, as far as the native oracle is concerned. */
export interface NativeMachine {
  /** `linux`, `darwin`, … */
  readonly system: string;
  /** `x86_64`, … */
  readonly architecture: string;
  /** Release of the kernel. */
  readonly kernelRelease: string;
  /** Effective user; 0 is root. */
  readonly userId: number | null;
}

/** How to open the oracle. */
export interface NativeOptions {
  /** Where the compiled program is kept. Default: `palimpsest` in the user's cache directory. */
  readonly cacheDirectory?: string;
  /** Ask whatever kernel runs, not only 6.18. */
  readonly anyKernel?: boolean;
  /** How long one script may take. Default: 60 seconds. */
  readonly timeoutMilliseconds?: number;
}

/** Two runs of one script. */
export interface NativeTwice {
  /** The first answer's text. */
  readonly answer: string;
  /** How the second differs from it. */
  readonly comparison: Comparison;
}

/** The kernel whose answers the project follows. */
export const followedKernel = "6.18";

const compilerFlags = [
  "-O1",
  "-g",
  "-Wall",
  "-Wextra",
  "-static",
  "-no-pie",
  "-fno-pie",
  "-fno-stack-protector",
  "-fcf-protection=none",
  "-fno-builtin",
  "-mno-red-zone",
  "-Wl,-z,norelro",
  "-Wl,-Ttext-segment=0x10000000",
];

/** The machine this runs on. Needs the permission to read system information. */
export function thisMachine(): NativeMachine {
  return {
    system: Deno.build.os,
    architecture: Deno.build.arch,
    kernelRelease: Deno.osRelease(),
    userId: Deno.uid(),
  };
}

/** Why a machine cannot answer, as one sentence; undefined when nothing speaks against it. */
export function obstacle(machine: NativeMachine, options: NativeOptions = {}): string | undefined {
  const { system, architecture, kernelRelease, userId } = machine;
  if (system !== "linux" || architecture !== "x86_64") {
    return `Native answers need Linux on x86-64; this is ${system} on ${architecture}.`;
  }
  if (!options.anyKernel && !kernelRelease.startsWith(`${followedKernel}.`)) {
    return `Native answers are compared with Linux ${followedKernel}, and this machine runs ${kernelRelease}; ` +
      `pass --any-kernel to ask it all the same.`;
  }
  if (userId !== 0) {
    return "Native answers need root (page maps and program breaks are for root only); run as root.";
  }
  return undefined;
}

/** The native oracle, compiled and ready. */
export class NativeOracle {
  /** @param program path of the compiled oracle @param timeoutMilliseconds how long one script may take */
  constructor(private readonly program: string, private readonly timeoutMilliseconds: number) {}

  /**
   * Runs a script and returns what the kernel answered, as newline-delimited JSON.
   * @throws NativeFailure when the oracle refuses the script or does not finish in time
   */
  async answer(script: string): Promise<string> {
    const timeout = AbortSignal.timeout(this.timeoutMilliseconds);
    const child = new Deno.Command(this.program, {
      args: ["-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      signal: timeout,
    }).spawn();
    const [, output] = await Promise.all([feed(child, script), child.output()]);
    if (output.success) return new TextDecoder().decode(output.stdout);
    if (timeout.aborted) {
      throw new NativeFailure(
        `The native oracle did not finish within ${this.timeoutMilliseconds / 1000} s.`,
      );
    }
    const said = new TextDecoder().decode(output.stderr).trim().split("\n")[0];
    throw new NativeFailure(said || `The native oracle ended with status ${output.code}.`);
  }

  /** Runs a script twice; an answer that cannot be repeated proves nothing. @throws NativeFailure as `answer` does */
  async answerTwice(script: string): Promise<NativeTwice> {
    const answer = await this.answer(script);
    const again = await this.answer(script);
    const comparison = compareAnswers(parseAnswer(answer, "first run"), parseAnswer(again, "second run"));
    return { answer, comparison };
  }
}

/** The script goes in whole; an oracle that stops reading early has its reason on stderr. */
async function feed(child: Deno.ChildProcess, script: string): Promise<void> {
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(script));
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/**
 * Makes the oracle ready, compiling it when the cache does not have it.
 * @throws NativeUnavailable where this machine cannot answer
 */
export async function openNativeOracle(options: NativeOptions = {}): Promise<NativeOracle> {
  const reason = obstacle(thisMachine(), options);
  if (reason !== undefined) throw new NativeUnavailable(reason);
  const program = await compiledOracle(options.cacheDirectory ?? defaultCacheDirectory());
  return new NativeOracle(program, options.timeoutMilliseconds ?? 60_000);
}

/** `palimpsest` in the user's cache directory. */
export function defaultCacheDirectory(): string {
  const base = Deno.env.get("XDG_CACHE_HOME") || join(Deno.env.get("HOME") ?? "/root", ".cache");
  return join(base, "palimpsest");
}

async function compiledOracle(cacheDirectory: string): Promise<string> {
  const directory = fromFileUrl(new URL("./native/", import.meta.url));
  const files = [...Deno.readDirSync(directory)].map((entry) => entry.name).filter((name) =>
    /\.[ch]$/.test(name)
  ).sort();
  return await compileOnce(
    "mmoracle",
    files.map((name) => join(directory, name)),
    compilerFlags,
    cacheDirectory,
  );
}

/** Compiles C files (headers among them) unless the cache has the program that they make with these flags; its path. */
export async function compileOnce(
  name: string,
  files: readonly string[],
  flags: readonly string[],
  cacheDirectory: string,
): Promise<string> {
  const texts = files.map((path) => `${basename(path)}\n${Deno.readTextFileSync(path)}`);
  const program = join(cacheDirectory, `${name}-${await digestOf([...flags, ...texts].join("\0"))}`);
  if (await exists(program)) return program;
  await Deno.mkdir(cacheDirectory, { recursive: true });
  const unfinished = `${program}.${crypto.randomUUID()}`;
  await compile([...flags, "-o", unfinished, ...files.filter((path) => path.endsWith(".c"))]);
  await Deno.rename(unfinished, program);
  return program;
}

async function compile(parameters: string[]): Promise<void> {
  const command = new Deno.Command("cc", { args: parameters, stdout: "null", stderr: "piped" });
  let output: Deno.CommandOutput;
  try {
    output = await command.output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new NativeUnavailable("Native answers need a C compiler; install one so that `cc` is found.");
  }
  if (output.success) return;
  const said =
    new TextDecoder().decode(output.stderr).split("\n").find((line) => /error|cannot/.test(line)) ?? "";
  throw new NativeUnavailable(
    `The native oracle does not compile here (it needs cc and a static C library): ${said.trim()}`,
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
