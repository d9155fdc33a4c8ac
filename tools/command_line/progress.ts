/**
 * One line that says how far a command has come, for a person who watches.
 *
 *     recording: 41,000 of 100,000 (41 %)
 *
 * PR1. It is shown on standard error and only when that is a terminal; into a pipe or a file nothing is written.
 * PR2. It is drawn at most ten times a second, over itself, and wiped before anything else is written.
 */
import type { Terminal } from "./terminal.ts";

const redrawMilliseconds = 100;
const wipe = "\r\x1b[K";

/** Shows how far a command has come. */
export class Progress {
  readonly #terminal: Terminal;
  #drawnAt = -Infinity;
  #isShown = false;

  /** A line that is not shown yet. */
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Says that `done` of `total` steps of `what` ("recording") are done; cheap enough to call often. */
  report(what: string, done: number, total?: number): void {
    if (!this.#terminal.errorIsTerminal) return;
    const now = this.#terminal.nowMilliseconds();
    if (now - this.#drawnAt < redrawMilliseconds) return;
    this.#drawnAt = now;
    this.#isShown = true;
    this.#terminal.writeError(`${wipe}${what}: ${describe(done, total)}`);
  }

  /** Wipes the line, if it is shown. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#terminal.writeError(wipe);
  }
}

function describe(done: number, total: number | undefined): string {
  const count = done.toLocaleString("en-US");
  if (total === undefined || total <= 0) return count;
  return `${count} of ${total.toLocaleString("en-US")} (${Math.floor(100 * done / total)} %)`;
}
