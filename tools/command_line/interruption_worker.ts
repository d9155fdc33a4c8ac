/**
 * The worker of interruption.ts: gets shared memory, says when it listens, and sets its first word when SIGINT comes.
 */

/** What a worker has of its own. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<SharedArrayBuffer>) => void) | null;
  postMessage(message: "listening"): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => {
  const flag = new Int32Array(data);
  Deno.addSignalListener("SIGINT", () => Atomics.store(flag, 0, 1));
  scope.postMessage("listening");
};
