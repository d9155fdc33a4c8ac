/**
 * Asks the kernel that runs here about scripts, and prints its answers:
 *
 *     deno run -A tools/oracle/native_main.ts [--twice] [--any-kernel] SCRIPT.mm… > want.ndjson
 *
 * With --twice every script runs twice, and one whose answers differ is told on standard error and makes the status 1.
 */
import { parseArgs } from "@std/cli";
import { parseScript } from "../guests/script/parse.ts";
import { ScriptError } from "../guests/script/script_error.ts";
import { printDifference } from "./compare.ts";
import { NativeFailure, type NativeOracle, NativeUnavailable, openNativeOracle } from "./native.ts";

/** Runs the command; `complain` gets what belongs on standard error. @returns its exit status */
export async function main(
  parameters: string[],
  complain: (line: string) => void = console.error,
): Promise<number> {
  const given = parseArgs(parameters, { boolean: ["twice", "any-kernel"], string: ["_"] });
  if (given._.length === 0) {
    complain("Usage: native_main.ts [--twice] [--any-kernel] SCRIPT.mm…");
    return 2;
  }
  try {
    const oracle = await openNativeOracle({ anyKernel: given["any-kernel"] });
    let status = 0;
    for (const file of given._.map(String)) {
      status = Math.max(status, await answerFile(oracle, file, { twice: given.twice, complain }));
    }
    return status;
  } catch (error) {
    const expected = [ScriptError, NativeFailure, NativeUnavailable, Deno.errors.NotFound];
    if (!expected.some((kind) => error instanceof kind)) throw error;
    complain((error as Error).message);
    return 2;
  }
}

interface AnswerOptions {
  readonly twice: boolean;
  readonly complain: (line: string) => void;
}

async function answerFile(
  oracle: NativeOracle,
  file: string,
  { twice, complain }: AnswerOptions,
): Promise<number> {
  const bytes = await readScript(file);
  parseScript(bytes, file);
  const script = new TextDecoder().decode(bytes);
  if (!twice) {
    await print(await oracle.answer(script));
    return 0;
  }
  const { answer, comparison } = await oracle.answerTwice(script);
  await print(answer);
  if (comparison.differenceCount === 0) return 0;
  complain(`${file}: two native runs differ in ${comparison.differenceCount} places.`);
  for (const difference of comparison.differences.slice(0, 3)) complain(printDifference(difference));
  return 1;
}

async function readScript(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(file);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Deno.errors.NotFound(`There is no file ${file}.`);
  }
}

async function print(text: string): Promise<void> {
  const writer = Deno.stdout.writable.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
}

if (import.meta.main) Deno.exit(await main(Deno.args));
