/**
 * A person's own policy: a file that exports makePolicy(making), run in a worker without any permission.
 *
 *      command ── Worker(permissions: none) ── sealed ── file loaded ── references ── one run a size ──▶ rows
 *
 *   OP1  The worker can read, write and reach nothing; it has no clock and no randomness (guests/program/seal.ts).
 *   OP2  A policy that names a frame without a page, or throws, is told in a sentence.
 */

import { basename, resolve, toFileUrl } from "@std/path";
import { UserError } from "../command_line/failure.ts";
import type { OwnPolicyAnswer, OwnPolicyTask } from "./own_policy_run.ts";
import type { PolicyRun, RunReferences } from "./simulate.ts";

const SOURCES = /\.(ts|mts|js|mjs)$/;

/** Whether a policy is named by its file. */
export function isPolicyFile(name: string): boolean {
  return SOURCES.test(name);
}

/** Runs references through the policy of a file, with each number of frames. @throws {UserError} It cannot be run. */
export async function simulateOwn(
  path: string,
  { references, pageCount }: RunReferences,
  sizes: readonly number[],
  seed: number,
): Promise<readonly PolicyRun[]> {
  if (!(await isFile(path))) throw new UserError(`There is no file '${path}' to take the policy from.`);
  const name = basename(path).replace(SOURCES, "");
  const url = toFileUrl(resolve(path)).href;
  // @ts-ignore: the option is not in the library's types
  const worker = new Worker(workerUrl(url), { type: "module", deno: { permissions: "none" } });
  const { promise, resolve: answer, reject } = Promise.withResolvers<OwnPolicyAnswer>();
  worker.onmessage = ({ data }: MessageEvent<OwnPolicyAnswer>) => answer(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new UserError(`${path}: The policy cannot be run: ${event.message}`));
  };
  const task: OwnPolicyTask = { name, references, pageCount, sizes, seed };
  worker.postMessage(task);
  try {
    const { runs, failure } = await promise;
    if (failure !== undefined) throw new UserError(`${path}: ${failure.replaceAll(url, path)}`);
    return runs;
  } finally {
    worker.terminate();
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** The worker's module: it seals itself, then loads the file; the import must be literal to be loaded without permission. */
function workerUrl(policyUrl: string): string {
  const source = `
    import { serve } from ${JSON.stringify(new URL("own_policy_worker.ts", import.meta.url).href)};
    serve(() => import(${JSON.stringify(policyUrl)}));
  `;
  return `data:text/typescript,${encodeURIComponent(source)}`;
}
