/**
 * The worker's end of a person's own policy (own_policy.ts): seals itself, then waits for what to run.
 */

import { sealGlobals, sealMath } from "../guests/program/seal.ts";
import { type OwnPolicyAnswer, type OwnPolicyTask, runOwnPolicy } from "./own_policy_run.ts";

const NOTHING_ELSE = "a policy knows only what it is told: pages, frames, and its seed for random numbers";

/** What a worker has of its own. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<OwnPolicyTask>) => void) | null;
  postMessage(message: OwnPolicyAnswer): void;
}

/** Waits for a task and runs the policy that `load` gives. */
export function serve(load: () => Promise<Readonly<Record<string, unknown>>>): void {
  const scope = self as unknown as WorkerScope;
  const post = scope.postMessage.bind(scope);
  scope.onmessage = async ({ data }) => post(await runOwnPolicy(data, load));
  sealGlobals(globalThis, NOTHING_ELSE);
  sealMath(Math, NOTHING_ELSE);
}
