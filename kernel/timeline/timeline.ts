/**
 * The timeline of a log: the state after any event, forward, backward or anywhere.
 *
 *      events    0 ─────────────────────────────── front ─ ─ ─ ─ ─ last
 *                ●──────●──────●──────●──────●──────▶
 *                └ checkpoints (checkpoints.ts)     └ the fold that makes them, so far
 *                              ●──●─●●▼
 *                              └ a trail (trail.ts) to a position in a wide gap
 *
 *   TL1  seek(N) = a checkpoint at or before N, then a fold. Checkpoints are a cache: the log alone gives every state.
 *   TL2  Beyond the front the first seek folds on and makes checkpoints; so the log is folded once, and only as far as
 *        somebody asks.
 *   TL3  What is kept takes budgetBytes at most, besides one state (the front's) and the views that are given out.
 *   TL4  Where gaps between checkpoints are wider than stepWork, a step back finds a trail: also one that crosses the
 *        gap's start, as the end of the gap before is prepared when a position comes near, a slice a step.
 *   TL5  Every fold verifies the digests that the log holds (log_fold.ts).
 */

import type { AnyEvent } from "../event/schema.ts";
import { Decoder } from "../event/decoder.ts";
import type { OpenedLog } from "../log/reader.ts";
import type { MachineConfig } from "../machine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Checkpoints, type Packing } from "./checkpoints.ts";
import { type FoldingSystem, LogFold } from "./log_fold.ts";
import { TimelineError } from "./timeline_error.ts";
import type { Trail } from "./trail.ts";
import { Trails } from "./trails.ts";
import { View } from "./view.ts";

/** How a timeline is opened. */
export interface TimelineOptions {
  /** Memory that checkpoints may take, in bytes. Default: 256 MiB. */
  readonly budgetBytes?: number;
  /** Work between checkpoints at first (State.work; some 50 ns each). Default: {@linkcode FIRST_SPACING_WORK}. */
  readonly spacingWork?: number;
  /** When checkpoints that do not all fit are packed. Default: when it is worth while (checkpoints.ts). */
  readonly packing?: Packing;
  /** Work that a step back may cost; wider gaps between checkpoints get trails. Default: {@linkcode STEP_WORK}. */
  readonly stepWork?: number;
}

/** What a timeline keeps at the moment. */
export interface TimelineMemory {
  /** Checkpoints that are kept. */
  readonly checkpointCount: number;
  /** Bytes that they take. */
  readonly checkpointBytes: number;
  /** Whether they are packed: far apart, and slower to open. */
  readonly arePacked: boolean;
  /** Work between checkpoints, at least. */
  readonly spacingWork: number;
  /** Bytes that the trails take. */
  readonly trailBytes: number;
}

/** Work between checkpoints, as long as they fit: some 2700 faults, half a millisecond. */
export const FIRST_SPACING_WORK = 8192;
/** Work that a step back may cost: some two milliseconds. */
export const STEP_WORK = 32768;
/** Positions within so many events of a gap's start have the end of the gap before prepared. */
const NEAR_EVENTS = 1024;
/** Work between two reports of progress. */
const PROGRESS_WORK = 65536;
/** The part of the budget that trails may take, when there are any. */
const TRAIL_PART = 0.5;
const DEFAULT_BUDGET_BYTES = 256 * 1024 * 1024;

/** The states of one log. */
export class Timeline {
  /** The number of the last event. */
  readonly lastEvent: number;
  /** What the machine was. */
  readonly config: MachineConfig;
  private readonly fold: LogFold;
  private readonly checkpoints: Checkpoints;
  private readonly stepWork: number;
  /** The fold that has come farthest; it makes the checkpoints. */
  private readonly front: View;
  private readonly trails: Trails;
  /** The fold that lays a trail to the end of the gap before the one of the last position. */
  private preparation: { readonly trail: Trail; readonly view: View } | undefined;

  private constructor(
    readonly log: OpenedLog,
    private readonly system: FoldingSystem,
    options: TimelineOptions,
  ) {
    const budgetBytes = options.budgetBytes ?? DEFAULT_BUDGET_BYTES;
    this.fold = new LogFold(log, system);
    this.lastEvent = this.fold.lastEvent;
    this.config = configOf(log);
    this.stepWork = options.stepWork ?? STEP_WORK;
    this.checkpoints = new Checkpoints(
      (spacing) => 2 * spacing > this.stepWork ? (1 - TRAIL_PART) * budgetBytes : budgetBytes,
      options.spacingWork ?? FIRST_SPACING_WORK,
      options.packing,
    );
    this.trails = new Trails(() => budgetBytes - this.checkpoints.bytes);
    this.front = new View(this.fold, this.fold.emptyState(this.config.frameCount), this.fold.start());
    this.front.advance(0);
    this.keepFront();
  }

  /**
   * Opens a log's timeline. Only event 0 is folded; the rest when it is asked for.
   *
   * @param system The system that wrote the log: its codec and reducers.
   * @throws {TimelineError} The log has no event, or its configuration is none.
   */
  static open(log: OpenedLog, system: FoldingSystem, options: TimelineOptions = {}): Timeline {
    if (log.eventCount === 0) {
      throw new TimelineError("The log has no event, not even the boot of the machine.");
    }
    return new Timeline(log, system, options);
  }

  /**
   * The state after an event.
   *
   * @param event 0 (boot) … lastEvent.
   * @throws {TimelineError} There is no such event, or the log cannot be replayed that far.
   */
  seek(event: number): View {
    this.checkEvent(event);
    if (event < this.front.event) {
      const view = this.seekBehindFront(event);
      this.prepareGapBefore(event, false);
      return view;
    }
    this.advanceFront(event);
    this.prepareStepsFromFront();
    return new View(this.fold, this.front.state.checkpoint(), this.front.place);
  }

  /** The state one event before a view's, as another view. */
  stepBack(view: View): View {
    const event = view.event - 1;
    this.checkEvent(event);
    const before = this.seekBehindFront(event);
    this.prepareGapBefore(event, true);
    return before;
  }

  /**
   * Folds the log as far as an event, unless it was before, and so verifies its digests that far.
   *
   * @param onProgress Called at intervals with the last event folded so far; what it throws ends the fold.
   */
  foldTo(event: number, onProgress?: (event: number) => void): void {
    this.checkEvent(event);
    while (this.front.event < event) {
      this.advanceFront(event, PROGRESS_WORK);
      onProgress?.(this.front.event);
    }
  }

  /** Folds the log to its end, and so verifies all of its digests; see {@linkcode foldTo}. */
  replayAll(onProgress?: (event: number) => void): void {
    this.foldTo(this.lastEvent, onProgress);
  }

  /** The events from `from` to `to`, both included, as plain records of their own, with their effects. */
  *events(from: number, to: number): Generator<AnyEvent> {
    this.checkEvent(from);
    this.checkEvent(to);
    const { blocks } = this.log;
    const decoder = new Decoder(this.system.codec);
    let block = blocks.blockOfEvent(from);
    let event = blocks.firstEvent[block];
    decoder.open(this.fold.payloadOf(block));
    for (const sink = { begin() {}, effect() {}, end() {} }; event < from; event++) decoder.next(sink);
    for (; event <= to; event++) {
      if (event === blocks.firstEvent[block] + blocks.eventCount[block]) {
        decoder.open(this.fold.payloadOf(++block));
      }
      yield decoder.nextEvent() as unknown as AnyEvent;
    }
  }

  /** How far the log has been folded: the event, and the digest of the state after it. */
  get folded(): { readonly event: number; readonly digest: string } {
    return { event: this.front.event, digest: this.front.state.digest.toHex() };
  }

  /** What is kept at the moment. */
  get memory(): TimelineMemory {
    return {
      checkpointCount: this.checkpoints.count,
      checkpointBytes: this.checkpoints.bytes,
      arePacked: this.checkpoints.arePacked,
      spacingWork: this.checkpoints.spacingWork,
      trailBytes: this.trails.bytes,
    };
  }

  /** Refuses an event that is not there. */
  private checkEvent(event: number): void {
    if (Number.isInteger(event) && event >= 0 && event <= this.lastEvent) return;
    throw new TimelineError(`There is no event ${event}: the log has events 0 to ${this.lastEvent}.`);
  }

  /** Folds on at the front, up to an event or so much work, and makes checkpoints. */
  private advanceFront(toEvent: number, workLimit = Infinity): void {
    const { front, checkpoints } = this;
    const workEnd = front.state.work + workLimit;
    while (front.event < toEvent && front.state.work < workEnd) {
      front.advance(toEvent, Math.min(checkpoints.workUntilDue(front.state), workEnd - front.state.work));
      if (checkpoints.workUntilDue(front.state) <= 0) this.keepFront();
    }
  }

  /** Makes a checkpoint of the front. */
  private keepFront(): void {
    const { place, state } = this.front;
    const haveOthersGone = this.checkpoints.add(state, place, (place.event + 1) / this.log.eventCount);
    if (!haveOthersGone) return;
    this.trails.clear();
    this.preparation = undefined;
  }

  /** The state after an event that was folded before. */
  private seekBehindFront(event: number): View {
    const base = this.checkpoints.atOrBefore(event);
    if (!this.isWide(base)) {
      const view = new View(this.fold, base.open(), base.place);
      view.advance(event);
      return view;
    }
    const trail = this.trails.of(base);
    if (this.preparation?.trail === trail) this.preparation = undefined;
    const { state, place } = trail.open(event);
    const view = new View(this.fold, state, place);
    if (trail.isTooSmall && this.trails.haveRoomForTwo) this.trails.favour(trail);
    this.layTrail(trail, view, event, Infinity);
    return view;
  }

  /** Whether the gap after a checkpoint is too wide for a step back without a trail. */
  private isWide(base: Checkpoint): boolean {
    const end = this.checkpoints.after(base.place.event) ?? this.front.state;
    return end.work - base.work > this.stepWork;
  }

  /** Folds a view towards an event with so much work, and lays steps of its trail on the way, ever closer together. */
  private layTrail(trail: Trail, view: View, toEvent: number, workLimit: number): void {
    const workEnd = view.state.work + workLimit;
    while (view.event < toEvent && view.state.work < workEnd) {
      view.advance(toEvent, this.stepWork / 2);
      const sinceStep = view.event - trail.atOrBefore(view.event).place.event;
      if (view.event < toEvent && 2 * sinceStep >= toEvent - view.event) trail.add(view.state, view.place);
    }
  }

  /** Lays the trail to the front, if the gap there is wide. */
  private prepareStepsFromFront(): void {
    const { event } = this.front;
    if (event > 0 && this.isWide(this.checkpoints.atOrBefore(event - 1))) this.seekBehindFront(event - 1);
  }

  /**
   * Lays the trail to the end of the gap before a position's, when it is near the start of its own: at once, or a slice
   * a step, so that it is there when the steps arrive.
   */
  private prepareGapBefore(event: number, isStep: boolean): void {
    const next = this.checkpoints.atOrBefore(event).place.event;
    if (next === 0 || event - next > NEAR_EVENTS) return;
    const base = this.checkpoints.atOrBefore(next - 1);
    if (!this.isWide(base) || !this.trails.haveRoomForTwo) return;
    const trail = this.trails.of(base);
    if (this.preparation?.trail !== trail) {
      const { state, place } = trail.open(next - 1);
      this.preparation = { trail, view: new View(this.fold, state, place) };
    }
    const { view } = this.preparation;
    const workLeft = this.checkpoints.atOrBefore(next).work - view.state.work;
    const slice = Math.max(this.stepWork, workLeft / (event - next + 1));
    this.layTrail(trail, view, next - 1, isStep ? slice : Infinity);
  }
}

function configOf(log: OpenedLog): MachineConfig {
  const text = new TextDecoder().decode(log.config);
  try {
    const config = JSON.parse(text);
    if (Number.isSafeInteger(config.frameCount) && config.frameCount > 0) return config;
  } catch {
    // Not JSON: refused below.
  }
  throw new TimelineError(`The log's configuration is not that of a machine: ${text.slice(0, 80)}`);
}
