/**
 * The worker's end of a run (program_file_guest.ts): seals itself, then waits for the start.
 */

import type { ModuleExports } from "./program_module.ts";
import { sealGlobals, sealMath } from "./seal.ts";
import { runModule, type StartMessage, type WorkerMessage } from "./worker_run.ts";

/** What a worker has of its own. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<StartMessage>) => void) | null;
  postMessage(message: WorkerMessage): void;
}

/** Waits for a start message and runs the program that `load` gives. */
export function serve(load: () => Promise<ModuleExports>): void {
  const scope = self as unknown as WorkerScope;
  const post = scope.postMessage.bind(scope);
  scope.onmessage = ({ data }) => void runModule(data, load, post);
  sealGlobals(globalThis);
  sealMath(Math);
}
