/**
 * The pages in memory as a replacement policy is told of them: the bookkeeping beside a state that is being folded.
 *
 *     frame taken ──▶ in the policy ── chosen ──▶ out, and evicted by the reclaim event that asked
 *                        │  ▲
 *          may not go ───┘  └─── may go again             parked: locked pages, and pages without a swap slot
 *
 *   RE1  Nothing of this is state: it follows from the events. A second residency that is told of the same events, live
 *        or in a replay, chooses the same victims (choose() before each reclaim event).
 *   RE2  Told of are: frames taken and given back (the frame map's listener), the references that events are, and the
 *        choices. The fault that brought a page in is its first reference.
 *   RE3  A large memory is not followed before half of it is used. Then all frames are inserted in their order, which
 *        is about the order in which they were taken.
 *   RE4  What may not go is taken out of the policy when it is met, so that it is not met again and again.
 */

import { assertThat } from "../assert.ts";
import { FAULT_ACCESS, FAULT_OUTCOME } from "../event/events.ts";
import type { AnyRecord } from "../event/schema.ts";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import { isPresent, isZeroPage, pteFrame } from "../memory/pte.ts";
import { availableSlotCount } from "../memory/swap_slot.ts";
import type { FrameListener } from "../state/frame_map.ts";
import type { State } from "../state/state.ts";
import { type EvictableOptions, framesOfFolio, isReclaimable, keeps, KEPT, needsSlot } from "./evictable.ts";
import { nameOfPage } from "./page_name.ts";
import { FrameLists, NO_FRAME } from "./policies/frame_lists.ts";
import { NO_PAGE, NO_VICTIM, type PolicyMaking, type ReplacementPolicy } from "./policy.ts";

/** Memories up to this size are followed from the start. */
const SMALL_FRAME_COUNT = 2 ** 14;

/** Where a frame is. */
const NOWHERE = 0;
const IN_POLICY = 1;
const PARKED_LOCKED = 2;
const PARKED_SLOTLESS = 3;

const LOCKED_LIST = 0;
const SLOTLESS_LIST = 1;

/** What a residency needs to know of its machine. */
export interface ResidencyOptions {
  readonly frameCount: number;
  readonly swapSlotCount: number;
  readonly storesAreUnseen: boolean;
  readonly makePolicy: (making: PolicyMaking) => ReplacementPolicy;
  readonly seed: number;
}

/** What is asked for when victims are chosen. */
export interface Choice {
  readonly wanted: number;
  /** A frame that an interrupted call uses, or -1. */
  readonly heldFrame: number;
  /** Whether somebody waits for the frames: then nothing is left untried. */
  readonly isDirect: boolean;
}

/** Bookkeeping of pages in memory; see the head of this file. */
export class Residency implements FrameListener {
  private policy: ReplacementPolicy | undefined;
  private place = new Uint8Array(0);
  private parked = new FrameLists(0, 2);
  /** Which event inserted each frame: the fault that did so is no further reference. */
  private insertedBy = new Float64Array(0);
  /** Pages of locked VMAs when the last page was parked for that. */
  private lockedPages = 0;

  /** Follows a state from here on. */
  constructor(private readonly state: State, private readonly options: ResidencyOptions) {
    this.startWhenNeeded();
  }

  /** Begins to follow once the memory is small or half used; before every event. */
  startWhenNeeded(): void {
    if (this.policy !== undefined) return;
    if (this.state.frameMap.freeCount < this.startsBelow) this.start();
  }

  /** With fewer free frames than that startWhenNeeded() has something to do. */
  get startsBelow(): number {
    const { frameCount } = this.state.frameMap;
    if (this.policy !== undefined) return 0;
    return frameCount <= SMALL_FRAME_COUNT ? Infinity : Math.floor(frameCount / 2) + 1;
  }

  private start(): void {
    const { frameCount } = this.state.frameMap;
    const { makePolicy, seed } = this.options;
    this.policy = makePolicy({ frameCount, capacity: frameCount - 1, seed });
    this.place = new Uint8Array(frameCount);
    this.parked = new FrameLists(frameCount, 2);
    this.insertedBy = new Float64Array(frameCount).fill(-1);
    for (let frame = 1; frame < frameCount; frame++) if (this.state.frameMap.isUsed(frame)) this.taken(frame);
    this.state.frameMap.listener = this;
  }

  /** A frame was taken; its record says whose it is. */
  taken(frame: number): void {
    if (frame === 0 || !isReclaimable(this.state, frame)) return;
    this.insertedBy[frame] = this.state.eventCount;
    this.insert(frame);
  }

  private insert(frame: number): void {
    const isChanged = (this.state.frameWord(frame, FLAGS) & F_DIRTY) !== 0;
    this.place[frame] = IN_POLICY;
    this.policy!.insert(frame, nameOfPage(this.state, frame), isChanged);
  }

  /** A frame was given back. */
  released(frame: number): void {
    switch (this.place[frame]) {
      case IN_POLICY:
        this.policy!.remove(frame);
        break;
      case PARKED_LOCKED:
      case PARKED_SLOTLESS:
        this.parked.unlink(frame);
    }
    this.place[frame] = NOWHERE;
  }

  /** An event has ended: what it was a reference to. */
  endEvent(header: AnyRecord, outcome: AnyRecord | Record<string, unknown>): void {
    if (this.policy === undefined) return;
    if (header.kind === "access") {
      const { process, page, count, write } = header as unknown as AccessHeader;
      for (let at = page; at < page + count; at++) this.reference(process, at, write);
    } else if (header.kind === "fault") {
      const result = outcome.result as number;
      if (result !== FAULT_OUTCOME.minor && result !== FAULT_OUTCOME.major) return;
      const isWrite = ((header.access as number) & FAULT_ACCESS.write) !== 0;
      this.reference(header.process as number, header.page as number, isWrite, this.state.eventCount - 1);
    }
  }

  /** A process used a page; unless it was event `insertion` that brought it in, the policy is told. */
  private reference(process: number, page: number, isWrite: boolean, insertion = -2): void {
    const pte = this.state.spaceOf(process).pte(page);
    if (!isPresent(pte) || isZeroPage(pte)) return;
    const frame = pteFrame(pte);
    if (this.place[frame] === IN_POLICY && this.insertedBy[frame] !== insertion) {
      this.policy!.reference(frame, isWrite);
    }
  }

  /**
   * Chooses pages that must go, and forgets them; each may go, one after the other (evictable.ts).
   *
   * @param wanted How many frames are to be freed; a large folio frees more.
   * @returns A frame of each page or folio; fewer than wanted, or none, when no more may go.
   */
  choose({ wanted, heldFrame, isDirect }: Choice): number[] {
    if (this.policy === undefined) this.start();
    this.unpark(wanted);
    const victims = this.takeVictims(wanted, heldFrame);
    if (victims.length > 0 || !isDirect || this.parked.isEmpty(LOCKED_LIST)) return victims;
    // The last look before somebody is killed: whatever was unlocked without being noticed.
    while (!this.parked.isEmpty(LOCKED_LIST)) this.unparkOldest(LOCKED_LIST);
    return this.takeVictims(wanted, heldFrame);
  }

  private takeVictims(wanted: number, heldFrame: number): number[] {
    const { swapSlotCount, storesAreUnseen } = this.options;
    let slotCount = availableSlotCount(this.state, swapSlotCount);
    const victims: number[] = [];
    for (let freed = 0; freed < wanted;) {
      const frame = this.takeVictim({ hasSlot: slotCount > 0, heldFrame, storesAreUnseen });
      if (frame === NO_VICTIM) break;
      if (needsSlot(this.state, frame, storesAreUnseen)) slotCount--;
      victims.push(frame);
      freed += this.forgetFolio(frame);
    }
    return victims;
  }

  private takeVictim(options: EvictableOptions): number {
    const refused: number[] = [];
    const mayTake = (frame: number) => {
      const kept = keeps(this.state, frame, options);
      if (kept === KEPT.locked || kept === KEPT.slotless) refused.push(kept, frame);
      return kept === KEPT.free;
    };
    const victim = this.policy!.takeVictim(NO_PAGE, mayTake);
    if (victim !== NO_VICTIM) this.place[victim] = NOWHERE;
    for (let at = 0; at < refused.length; at += 2) this.park(refused[at + 1], refused[at] === KEPT.locked);
    return victim;
  }

  /** The other pages of a chosen folio go with it; how many it has. */
  private forgetFolio(frame: number): number {
    const frames = framesOfFolio(this.state, frame);
    for (const other of frames) if (other !== frame) this.released(other);
    return frames.length;
  }

  private park(frame: number, isLocked: boolean): void {
    if (this.place[frame] !== IN_POLICY) return;
    this.policy!.remove(frame);
    this.place[frame] = isLocked ? PARKED_LOCKED : PARKED_SLOTLESS;
    this.parked.append(isLocked ? LOCKED_LIST : SLOTLESS_LIST, frame);
    if (isLocked) this.lockedPages = this.countLockedPages();
  }

  /** Parked pages that may be able to go again return to the policy. */
  private unpark(wanted: number): void {
    const slotCount = availableSlotCount(this.state, this.options.swapSlotCount);
    for (let count = 0; count < slotCount && !this.parked.isEmpty(SLOTLESS_LIST); count++) {
      this.unparkOldest(SLOTLESS_LIST);
    }
    // Locked VMAs went, or some did while others came: then a few are looked at each time.
    const mayBeUnlocked = this.countLockedPages() < this.lockedPages ? Infinity : wanted;
    for (let count = 0; count < mayBeUnlocked && !this.parked.isEmpty(LOCKED_LIST); count++) {
      this.unparkOldest(LOCKED_LIST);
    }
  }

  private unparkOldest(list: number): void {
    const frame = this.parked.oldest(list);
    assertThat(frame !== NO_FRAME, "a parking list is empty");
    this.parked.unlink(frame);
    this.insert(frame);
  }

  private countLockedPages(): number {
    let sum = 0;
    for (const [, space] of this.state.spaces.entries()) sum += space.lockedPages;
    return sum;
  }
}

interface AccessHeader {
  readonly process: number;
  readonly page: number;
  readonly count: number;
  readonly write: boolean;
}
