/**
 * A run of the benchmark: what it was asked for, the logs it made, and the watch.
 *
 *   BR1  Between two repetitions a run lets go of the processor once, so that an interruption is noticed; what was
 *        measured until then is kept.
 *   BR2  Each mix is recorded once a run, and each log is the same in every run (MX1).
 *   BR3  What is measured is done before, for as long as the engine takes to compile what runs often: the first time counts
 *        in no median, but is told beside it.
 */
import type { System } from "@palimpsest/kernel";
import { Interrupted } from "../command_line/interruption.ts";
import { LogBytes } from "./log_bytes.ts";
import { Mix } from "./mix.ts";
import { MIX_CONFIG, mixSystem } from "./mix_world.ts";
import type { Locality } from "./mix_worker.ts";
import { type Spread, spreadOfTimes } from "./spread.ts";
import { type Elapsed, timed } from "./stopwatch.ts";

/** What a run was asked for. */
export interface BenchOptions {
  /** Events of the mix, for what is not measured at sizes of its own. */
  readonly eventCount: number;
  /** How often each thing is measured. */
  readonly repetitions: number;
  /** How long each thing is done before, in milliseconds; 0: not at all. */
  readonly warmUpMs: number;
  /** Memory that a timeline may take, in bytes. */
  readonly budgetBytes: number;
}

/** Says how far a run has come. */
export type Observe = (what: string, done: number, total: number) => void;

const EVENTS_A_REPORT = 100_000;

/** One run. */
export class BenchRun {
  /** What runs the mix and folds its logs. */
  readonly system: System = mixSystem();
  private readonly logs = new Map<string, Uint8Array>();
  private isInterrupted = false;

  /** A run that tells `observe` how far it has come. */
  constructor(readonly options: BenchOptions, private readonly observe: Observe = () => {}) {}

  /** Makes the run end at its next breath. */
  interrupt(): void {
    this.isInterrupted = true;
  }

  /** Says how far something has come that does not let go of the processor. */
  report(what: string, done: number, total: number): void {
    this.observe(what, done, total);
  }

  /** Measures the milliseconds that `run` takes, as often as asked for, once it is warm; `prepare` is not measured. */
  async time<T>(
    what: string,
    prepare: () => T,
    run: (prepared: T) => unknown,
    repetitions = this.options.repetitions,
  ): Promise<Spread> {
    const once = async (done: number): Promise<Elapsed> => {
      await this.breathe(what, done, repetitions);
      const prepared = prepare();
      return timed(() => run(prepared));
    };
    const first = await this.warmUp(() => once(0));
    const times: Elapsed[] = [];
    for (let done = 0; done < repetitions; done++) times.push(await once(done));
    return { ...spreadOfTimes(times), ...(first === undefined ? {} : { first: first.wall }) };
  }

  /** Does something until it is warm; how long the first time took. */
  private async warmUp(once: () => Promise<Elapsed>): Promise<Elapsed | undefined> {
    let first: Elapsed | undefined;
    for (let leftMs = this.options.warmUpMs; leftMs > 0;) {
      const elapsed = await once();
      first ??= elapsed;
      leftMs -= elapsed.wall;
    }
    return first;
  }

  /** Says how far something has come, and lets an interruption come through. */
  async breathe(what: string, done: number, total: number): Promise<void> {
    this.observe(what, done, total);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.isInterrupted) throw new Interrupted();
  }

  /** The log of a mix; kept for the next one who asks. */
  async log(eventCount: number, locality: Locality): Promise<Uint8Array> {
    const name = `${eventCount} ${locality}`;
    const known = this.logs.get(name);
    if (known !== undefined) return known;
    const log = new LogBytes(MIX_CONFIG);
    const mix = new Mix(this.system, { locality }, log.writer);
    for (let done = 0; done < eventCount; done += EVENTS_A_REPORT) {
      await this.breathe(`recording the ${locality} mix`, done, eventCount);
      mix.runTo(Math.min(done + EVENTS_A_REPORT, eventCount));
    }
    const bytes = log.close();
    this.logs.set(name, bytes);
    return bytes;
  }

  /** Gives up the log of a mix, or all logs that were kept. */
  forgetLogs(eventCount?: number, locality?: Locality): void {
    if (eventCount === undefined) this.logs.clear();
    else this.logs.delete(`${eventCount} ${locality}`);
  }
}
