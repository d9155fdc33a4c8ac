/**
 * The checkpoints that a timeline keeps along the whole log: a cache, made as the fold goes on for the first time.
 *
 *      work   0      s      2s     3s     4s            s: the spacing
 *             ●──────●──────●──────●──────●─ ─ ─ ▶
 *             │      └ bytes that it takes besides what it shares with the one before
 *             └ event 0, always there
 *
 *   CK1  They stand at equal amounts of work (State.work), not of events: one in each stretch as long as the spacing.
 *   CK2  Their bytes together stay within the budget. When they reach it, or will by far at this rate, the spacing grows
 *        by half and every third one goes, again until they fit; with a budget too small for anything only event 0
 *        remains.
 *   CK3  They all descend from one fold: each shares with the one before it what the events between did not change.
 *   CK4  Where they stand so far apart that hardly anything is shared, and each takes more than it would packed, all are
 *        packed from then on.
 */

import { compactStates } from "../state/state_compaction.ts";
import type { State } from "../state/state.ts";
import { Checkpoint, indexAtOrBefore } from "./checkpoint.ts";
import type { Place } from "./log_fold.ts";

/** From this part of the log on, the bytes it will take in all are foreseen. */
const FORESIGHT_PART = 1 / 16;
/** The spacing grows early when so many times the budget are foreseen. */
const FORESIGHT_EXCESS = 2;
const SPACING_GROWTH = 1.5;
const PACKED_SPACING_GROWTH = 1.2;
/** Checkpoints are packed when they take so many times what they would then. */
const PACKING_GAIN = 1.5;
/** Smaller ones are not worth the time that packing takes. */
const PACKING_LEAST_BYTES = 2 ** 18;

/** When checkpoints are packed. */
export type Packing = "worthwhile" | "always";

/** The checkpoints along a log. */
export class Checkpoints {
  /** Bytes that all of them take. */
  bytes = 0;
  private list: Checkpoint[] = [];
  private dueWork = 0;
  private packs = false;

  /**
   * None yet; the first that is added must be that of event 0.
   *
   * @param budgetBytes What they may take, for a spacing: trails need room beside them when it is wide.
   * @param packing Whether they are packed as soon as some must go, or when it is worth while (CK4).
   */
  constructor(
    private readonly budgetBytes: (spacing: number) => number,
    private spacing: number,
    private readonly packing: Packing = "worthwhile",
  ) {}

  /** How many there are. */
  get count(): number {
    return this.list.length;
  }

  /** Whether they are packed. */
  get arePacked(): boolean {
    return this.packs;
  }

  /** Length of the stretches of work that have a checkpoint each. */
  get spacingWork(): number {
    return this.spacing;
  }

  /** How much more work `state`, which is the fold's, may do until the next one is due; 0 or less when it is. */
  workUntilDue(state: State): number {
    return this.dueWork - state.work;
  }

  /**
   * Keeps a checkpoint of `state`, which goes on.
   *
   * @param part How much of the log was folded, 0 … 1.
   * @returns Whether others had to go for it.
   */
  add(state: State, place: Place, part: number): boolean {
    const checkpoint = new Checkpoint(state, place);
    if (this.packs) {
      checkpoint.pack();
      // Nobody shares the blocks any more that the front will copy: they would stay with it.
      compactStates([state]);
    }
    this.push(checkpoint);
    const countBefore = this.list.length;
    if (this.isTooMuch(part)) this.makeRoom(state, part);
    this.dueWork = this.nextDue(state.work);
    return this.list.length < countBefore;
  }

  /** The last checkpoint at or before an event. */
  atOrBefore(event: number): Checkpoint {
    return this.list[indexAtOrBefore(this.list, event)];
  }

  /** The first checkpoint after an event. */
  after(event: number): Checkpoint | undefined {
    return this.list[indexAtOrBefore(this.list, event) + 1];
  }

  private push(checkpoint: Checkpoint): void {
    this.bytes += checkpoint.bytesSince(this.list.at(-1));
    this.list.push(checkpoint);
  }

  private isTooMuch(part: number): boolean {
    const budgetBytes = this.budgetBytes(this.spacing);
    if (this.bytes > budgetBytes) return true;
    // Packed ones are as large as the state, whatever their distance: what is foreseen comes true.
    const excess = this.packs ? 1 : FORESIGHT_EXCESS;
    return part >= FORESIGHT_PART && this.bytes / part > excess * budgetBytes;
  }

  /** The work at which the next one is due after one: in the next stretch, and not right after it. */
  private nextDue(work: number): number {
    return Math.max((Math.floor(work / this.spacing) + 1) * this.spacing, work + this.spacing / 2);
  }

  /** Makes the stretches longer until what is left is not too much, or packs it. */
  private makeRoom(front: State, part: number): void {
    while (this.list.length > 1 && this.isTooMuch(part)) {
      const isTimeToPack = !this.packs && this.shouldPack();
      this.thin();
      if (isTimeToPack) this.packAll(front, part);
      else this.compact(front);
    }
  }

  /** Makes the stretches longer, once; the bytes are not counted yet. */
  private thin(): void {
    this.spacing *= this.packs ? PACKED_SPACING_GROWTH : SPACING_GROWTH;
    const kept: Checkpoint[] = [];
    for (const checkpoint of this.list) {
      const last = kept.at(-1);
      if (last === undefined || checkpoint.work >= this.nextDue(last.work)) kept.push(checkpoint);
    }
    this.list = kept;
  }

  /** Gives back the memory of those that went. */
  private compact(front: State): void {
    const states = this.list.flatMap(({ state }) => state === undefined ? [] : [state]);
    compactStates([...states, front]);
    const all = this.list;
    this.list = [];
    this.bytes = 0;
    for (const checkpoint of all) this.push(checkpoint);
  }

  /** Whether checkpoints take much more than they would packed. */
  private shouldPack(): boolean {
    if (this.packing === "always") return true;
    const eachBytes = this.bytes / this.list.length;
    return eachBytes > PACKING_LEAST_BYTES && eachBytes > PACKING_GAIN * this.packedBytes();
  }

  /** What the newest of two or more, which is the largest, takes packed, besides what it shares with the one before. */
  private packedBytes(): number {
    const [older, newest] = this.list.slice(-2).map((checkpoint) => checkpoint.packed());
    return newest.bytesSince(older);
  }

  /** Packs all that are left when there are no more than will fit. */
  private packAll(front: State, part: number): void {
    const eachBytes = this.list.length > 1 ? this.packedBytes() : 0;
    this.packs = true;
    const share = part >= FORESIGHT_PART ? part : 1;
    const mostCount = Math.max(this.budgetBytes(this.spacing) * share / eachBytes, 1);
    while (this.list.length > mostCount) this.thin();
    for (const checkpoint of this.list) checkpoint.pack();
    this.compact(front);
  }
}
