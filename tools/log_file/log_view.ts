/**
 * A log as the commands read it: its events by number, and the state after any of them.
 *
 * LV1. Only whole blocks are read; what is missing behind them, `damage` says, and each command tells it.
 * LV2. A log that decodes but cannot be folded, or whose fold has other digests, is damaged too, in a way that no checksum
 *      finds: CheckFailed, with the event's number.
 */

import { system } from "@palimpsest/libc";
import {
  type AnyEvent,
  type MachineConfig,
  type OpenedLog,
  type State,
  type System,
  Timeline,
  TimelineError,
} from "@palimpsest/kernel";
import { CheckFailed, messageOf, UserError } from "../command_line/failure.ts";
import { readLogFile } from "./log_file.ts";

/** An event with its number. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: AnyEvent;
}

/** A log that was opened for reading. */
export class LogView {
  #timeline: Timeline | undefined;

  private constructor(
    readonly path: string,
    readonly log: OpenedLog,
    readonly config: MachineConfig,
    readonly system: System,
    private readonly budgetBytes?: number,
  ) {}

  /**
   * Opens the log in a file.
   *
   * @param options.mayBeEmpty A log without a whole event is no mistake.
   * @param options.budgetBytes What its timeline may keep in memory.
   * @throws {UserError} It cannot be read, is no log, or holds no whole event.
   */
  static open(path: string, options: { mayBeEmpty?: boolean; budgetBytes?: number } = {}): LogView {
    const log = readLogFile(path);
    if (log.eventCount === 0 && !options.mayBeEmpty) {
      throw new UserError(`${path}: ${log.damage?.message ?? "The log has no events."}`);
    }
    return LogView.of(path, log, options.budgetBytes);
  }

  /** The view of a log that was read already; complaints call it `path`. @throws {UserError} Its configuration is none. */
  static of(path: string, log: OpenedLog, budgetBytes?: number): LogView {
    return new LogView(path, log, configOf(path, log), system(), budgetBytes);
  }

  /** The number of the last event that is there. */
  get lastEvent(): number {
    return this.log.eventCount - 1;
  }

  /** What is wrong with the file, in sentences that begin with its name; undefined when it was closed and is whole. */
  get damage(): string | undefined {
    const { damage } = this.log;
    return damage === undefined ? undefined : `${this.path}: ${damage.message}`;
  }

  /** The states of the log; folded as far as they are asked for. */
  get timeline(): Timeline {
    const { budgetBytes } = this;
    return this.#timeline ??= Timeline.open(this.log, this.system, { budgetBytes });
  }

  /** The events `from` … `to`, both included. */
  *events(from = 0, to = this.lastEvent): Generator<NumberedEvent> {
    if (from > to) return;
    let number = from;
    const events = this.timeline.events(from, to);
    for (;;) {
      const next = this.#guarded(number, () => events.next());
      if (next.done) return;
      yield { number: number++, event: next.value };
    }
  }

  /** The event of this number. */
  event(number: number): AnyEvent {
    for (const { event } of this.events(number, number)) return event;
    throw new RangeError(`no event ${number}`);
  }

  /**
   * The state after an event. It is the caller's: no other state is disturbed.
   *
   * @param observe Told how many events of how many were folded, while the log is folded so far for the first time.
   */
  stateAfter(number: number, observe: (done: number, total: number) => void = () => {}): State {
    return this.#guarded(number, () => {
      this.timeline.foldTo(number, (event) => observe(event, number));
      return this.timeline.seek(number).state;
    });
  }

  /** Does something with a log; what the codec, a reducer or the fold finds wrong is a damage of the log. */
  #guarded<T>(number: number, look: () => T): T {
    try {
      return look();
    } catch (cause) {
      if (cause instanceof TimelineError) throw new CheckFailed(`${this.path}: ${cause.message}`, { cause });
      const reason = messageOf(cause).replace(/\.$/, "");
      throw new CheckFailed(`${this.path}: The log does not hold together at event ${number}: ${reason}.`, {
        cause,
      });
    }
  }
}

function configOf(path: string, log: OpenedLog): MachineConfig {
  try {
    const config = JSON.parse(new TextDecoder().decode(log.config)) as MachineConfig;
    if (Number.isSafeInteger(config.frameCount)) return config;
  } catch {
    // Told below, as for a configuration that is something else.
  }
  throw new UserError(`${path}: The log's configuration is none that this program knows.`);
}
