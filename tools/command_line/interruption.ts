/**
 * Noticing Control-C while a command is busy: a flag that long work looks at between two of its steps.
 *
 *      person ── SIGINT ──▶ worker (interruption_worker.ts) ── one word of shared memory ──▶ isAsked
 *
 * A command that folds or records does not let go of the processor, so that a listener of its own would never be called.
 *
 *   IN1  While somebody watches, SIGINT ends nothing by itself: who watches must look at the flag often.
 *   IN2  The worker has no permission, and is gone when the watch is disposed of.
 */

/** Thrown out of long work that was interrupted. */
export class Interrupted extends Error {
  /** Says so. */
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/** A watch for Control-C. */
export class Interruption {
  private constructor(private readonly flag: Int32Array, private readonly worker: Worker) {}

  /** Watches from now on, until it is disposed of. */
  static async watch(): Promise<Interruption> {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const url = new URL("interruption_worker.ts", import.meta.url).href;
    // @ts-ignore: the option is not in the library's types
    const worker = new Worker(url, { type: "module", deno: { permissions: "none" } });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Control-C cannot be watched for: ${event.message}`));
    };
    worker.postMessage(flag.buffer);
    await promise;
    return new Interruption(flag, worker);
  }

  /** Whether somebody interrupted. */
  get isAsked(): boolean {
    return Atomics.load(this.flag, 0) !== 0;
  }

  /** Throws {@linkcode Interrupted} when somebody interrupted. */
  check(): void {
    if (this.isAsked) throw new Interrupted();
  }

  /** Ends the watch: SIGINT ends the program again. */
  [Symbol.dispose](): void {
    this.worker.terminate();
  }
}
