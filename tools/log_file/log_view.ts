/**
 * A log as the commands read it: its events by number, and the state after any of them.
 *
 * LV1. Only whole blocks are read; what is missing behind them, `damage` says, and each command tells it.
 * LV2. A log that decodes but cannot be folded is damaged too, in a way that no checksum finds: CheckFailed, with the
 *      event's number.
 */

import { system } from "@palimpsest/fs";
import {
  type AnyEvent,
  type AnyRecord,
  Decoder,
  type MachineConfig,
  type OpenedLog,
  payloadOfBlock,
  State,
  type System,
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
  private constructor(
    readonly path: string,
    readonly log: OpenedLog,
    readonly config: MachineConfig,
    readonly system: System,
  ) {}

  /**
   * Opens the log in a file.
   *
   * @param options.mayBeEmpty A log without a whole event is no mistake.
   * @throws {UserError} It cannot be read, is no log, or holds no whole event.
   */
  static open(path: string, options: { mayBeEmpty?: boolean } = {}): LogView {
    const log = readLogFile(path);
    if (log.eventCount === 0 && !options.mayBeEmpty) {
      throw new UserError(`${path}: ${log.damage?.message ?? "The log has no events."}`);
    }
    return new LogView(path, log, configOf(path, log), system());
  }

  /** The number of the last event that is there. */
  get lastEvent(): number {
    return this.log.eventCount - 1;
  }

  /** What is wrong with the file, in sentences; undefined for a log that was closed and is whole. */
  get damage(): string | undefined {
    return this.log.damage?.message;
  }

  /** The events `from` … `to`, both included. */
  *events(from = 0, to = this.lastEvent): Generator<NumberedEvent> {
    const { blocks } = this.log;
    if (from > to) return;
    const decoder = new Decoder(this.system.codec);
    for (let block = blocks.blockOfEvent(from); block < blocks.blockCount; block++) {
      decoder.open(payloadOfBlock(this.log, block));
      for (let number = blocks.firstEvent[block];; number++) {
        const event = guarded(number, () => decoder.nextEvent());
        if (event === undefined) break;
        if (number > to) return;
        if (number >= from) yield { number, event: event as unknown as AnyEvent };
      }
    }
  }

  /** The event of this number. */
  event(number: number): AnyEvent {
    for (const { event } of this.events(number, number)) return event;
    throw new RangeError(`no event ${number}`);
  }

  /** The state after an event, folded from the start. */
  stateAfter(number: number): State {
    const fold = new Folding(this);
    for (let block = 0; block < this.log.blocks.blockCount && fold.eventCount <= number; block++) {
      fold.block(block, number);
    }
    return fold.state;
  }
}

/** A fold of a log, block by block. */
export class Folding {
  readonly state: State;
  private readonly decoder: Decoder;
  private header: AnyRecord | undefined;

  /** A fold at the start of a log. */
  constructor(private readonly view: LogView) {
    const { fold, codec } = view.system;
    this.state = State.empty(view.config.frameCount);
    this.state.slices = fold.newSlices(this.state.epoch);
    this.decoder = new Decoder(codec);
  }

  /** Events folded so far: the number of the next. */
  get eventCount(): number {
    return this.state.eventCount;
  }

  /** Folds a block, up to event `last`. */
  block(block: number, last = Infinity): void {
    const { fold } = this.view.system;
    const { state, decoder } = this;
    decoder.open(payloadOfBlock(this.view.log, block));
    const sink = {
      begin: (record: unknown) => void (this.header = record as AnyRecord),
      effect: (effect: unknown, id: number) => fold.byId[id](state, effect),
      end: (outcome: unknown) => fold.endEvent(state, this.header!, outcome as AnyRecord),
    };
    while (state.eventCount <= last && guarded(state.eventCount, () => decoder.next(sink)));
  }
}

/** Does something with an event; a failure of the codec or of a reducer is a damage of the log. */
function guarded<T>(number: number, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw new CheckFailed(`The log does not hold together at event ${number}: ${messageOf(cause)}.`, {
      cause,
    });
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
