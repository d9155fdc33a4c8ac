/**
 * A person's own file as a guest: it runs in a worker without any permission, on a machine that lives there.
 *
 *      command ── Worker(permissions: none) ── sealed ── file loaded ── run ── log blocks, report ──▶ command
 *
 *   PG1  The worker can read, write, run and reach nothing; it has no clock and no randomness (seal.ts).
 *   PG2  Interrupting (Ctrl-C) ends the worker at once, whatever it does; the log keeps the blocks that were handed out.
 *   PG3  A program that hands out nothing and makes no event for STILL_SECONDS is ended too.
 */

import { basename, resolve, toFileUrl } from "@std/path";
import { PROGRAM_MACHINE } from "@palimpsest/libc";
import { CheckFailed, UserError } from "../../command_line/failure.ts";
import type { DistantGuest, DistantRun } from "../guest.ts";
import { machineWith } from "../memory_wishes.ts";
import type { StartMessage, WorkerMessage } from "./worker_run.ts";
import type { ProgramOptions } from "./program_guest.ts";

const SOURCES = /\.(ts|mts|js|mjs)$/;
const STILL_SECONDS = 60;

/** Whether a path is that of a program's source. */
export function isProgramFile(path: string): boolean {
  return SOURCES.test(path);
}

/** The guest that the file at `path` is; nothing is loaded yet. */
export function programFileGuest(path: string, options: ProgramOptions = {}): DistantGuest {
  const name = basename(path).replace(SOURCES, "").replace(/[^A-Za-z0-9_.-]/g, "_").replace(
    /^(?![A-Za-z_])/,
    "_",
  );
  const start = { url: toFileUrl(resolve(path)).href, path, name, options };
  return {
    title: `the program ${path}`,
    config: machineWith(PROGRAM_MACHINE, options.memory),
    record: (append, observe) => new WorkerRun(start, append, observe).finished,
  };
}

/** One run in a worker. */
class WorkerRun {
  readonly finished: Promise<DistantRun>;
  private readonly worker: Worker;
  private eventCount = 0;
  private stillTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly start: StartMessage,
    private readonly append: (bytes: Uint8Array) => void,
    private readonly observe: (done: number, total: number) => void,
  ) {
    // @ts-ignore: the option is not in the library's types
    this.worker = new Worker(workerUrl(start.url), { type: "module", deno: { permissions: "none" } });
    const { promise, resolve, reject } = Promise.withResolvers<DistantRun>();
    const interrupt = () => reject(new CheckFailed(this.endedSentence("was interrupted")));
    this.worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      try {
        this.take(data, resolve, reject);
      } catch (error) {
        reject(error);
      }
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      reject(new UserError(`${start.path}: The program cannot be run: ${event.message}`));
    };
    Deno.addSignalListener("SIGINT", interrupt);
    this.watch(reject);
    this.worker.postMessage(start);
    this.finished = promise.finally(() => {
      clearTimeout(this.stillTimer);
      Deno.removeSignalListener("SIGINT", interrupt);
      this.worker.terminate();
    });
  }

  private take(
    message: WorkerMessage,
    resolve: (run: DistantRun) => void,
    reject: (reason: unknown) => void,
  ): void {
    this.watch(reject);
    switch (message.kind) {
      case "log":
        return this.append(message.bytes);
      case "events":
        this.eventCount = message.count;
        return this.observe(message.count, 0);
      case "end":
        return resolve(message);
      case "refused":
        return reject(new UserError(message.message));
    }
  }

  /** Ends a program that has been still for too long, from now on. */
  private watch(reject: (reason: unknown) => void): void {
    clearTimeout(this.stillTimer);
    const words = `made no call and no fault for ${STILL_SECONDS} seconds and was ended`;
    this.stillTimer = setTimeout(
      () => reject(new CheckFailed(this.endedSentence(words))),
      STILL_SECONDS * 1000,
    );
  }

  private endedSentence(how: string): string {
    const count = this.eventCount.toLocaleString("en-US");
    return `${this.start.path}: The program ${how} after ${count} events or more; its log is not closed.`;
  }
}

/** The worker's module: it seals itself, then loads the file; the import must be literal to be loaded without permission. */
function workerUrl(programUrl: string): string {
  const source = `
    import { serve } from ${JSON.stringify(new URL("worker.ts", import.meta.url).href)};
    serve(() => import(${JSON.stringify(programUrl)}));
  `;
  return `data:text/typescript,${encodeURIComponent(source)}`;
}
