/**
 * Notes of the pages that are touched without a fault, until they become access events: runs of pages, in their order.
 *
 * *     touched    5r 5r 6r  7r 7w   9r     8w
 * *     runs      │5…6 read │7 write│9 read│8 write│
 *
 *   AN1  Touches of one page in a row are one reference; it is a write when one of them is.
 *   AN2  The notes become events before the machine's next event, and before they are too many.
 *   AN3  A fault is a reference itself: a touch of the same page right after it is not noted.
 */

const MOST_RUNS = 1024;
const NOBODY = -1;

/** What a run of touches becomes. */
export type TakeRun = (run: { process: number; page: number; count: number; write: boolean }) => void;

/** Notes of touches. */
export class AccessNotes {
  private readonly processes = new Int32Array(MOST_RUNS);
  private readonly pages = new Float64Array(MOST_RUNS);
  private readonly counts = new Int32Array(MOST_RUNS);
  private readonly writes = new Uint8Array(MOST_RUNS);
  private runCount = 0;
  /** The last touch, whether noted or a fault. */
  private lastProcess = NOBODY;
  private lastPage = NOBODY;
  private lastWrite = false;

  /** Notes a touch. */
  note(process: number, page: number, write: boolean): void {
    if (process === this.lastProcess && page === this.lastPage && (this.lastWrite || !write)) return;
    const isSamePage = process === this.lastProcess && page === this.lastPage;
    this.remember(process, page, write);
    const last = this.runCount - 1;
    if (isSamePage && last >= 0) return this.makeWrite(last, process, page);
    const joins = last >= 0 && this.processes[last] === process && (this.writes[last] === 1) === write &&
      this.pages[last] + this.counts[last] === page;
    if (joins) this.counts[last]++;
    else this.begin(process, page, write);
  }

  /** A touch that faulted: the fault's event says so, and nothing is noted. */
  noteFault(process: number, page: number, write: boolean): void {
    this.remember(process, page, write);
  }

  /** Whether no more fit. */
  get isFull(): boolean {
    return this.runCount === MOST_RUNS;
  }

  /** Gives the runs noted so far, in order, and begins anew. */
  flush(take: TakeRun): void {
    const { runCount } = this;
    this.runCount = 0;
    for (let run = 0; run < runCount; run++) {
      const write = this.writes[run] === 1;
      take({ process: this.processes[run], page: this.pages[run], count: this.counts[run], write });
    }
  }

  private remember(process: number, page: number, write: boolean): void {
    this.lastProcess = process;
    this.lastPage = page;
    this.lastWrite = write;
  }

  /** The page noted last was written after all. */
  private makeWrite(last: number, process: number, page: number): void {
    const isNoted = this.processes[last] === process && this.pages[last] + this.counts[last] - 1 === page;
    if (isNoted && this.counts[last] === 1) this.writes[last] = 1;
    else {
      if (isNoted) this.counts[last]--;
      this.begin(process, page, true);
    }
  }

  private begin(process: number, page: number, write: boolean): void {
    const run = this.runCount++;
    this.processes[run] = process;
    this.pages[run] = page;
    this.counts[run] = 1;
    this.writes[run] = write ? 1 : 0;
  }
}
