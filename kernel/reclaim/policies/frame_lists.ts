/**
 * Doubly linked lists of frames, for policies that keep an order.
 *
 *      list 0   ◀──▶ 7 ◀──▶ 2 ◀──▶ 5 ◀──▶ (back to list 0)         places 0 … frameCount - 1 are frames,
 *               oldest             newest                          the places above them the lists' own heads
 *
 *   FL1  A frame is in at most one list; one that is in none has link NOWHERE.
 *   FL2  Every operation but frames() and oldestOf() takes O(1): joining two whole lists too, since no frame knows its list.
 */

import { assertThat } from "../../assert.ts";

/** Returned where there is no frame. */
export const NO_FRAME = -1;

const NOWHERE = -1;

/** A few lists over the frames of one memory. */
export class FrameLists {
  private readonly next: Int32Array;
  private readonly previous: Int32Array;

  /** Empty lists, numbered 0 … listCount - 1. */
  constructor(private readonly frameCount: number, listCount = 1) {
    this.next = new Int32Array(frameCount + listCount).fill(NOWHERE);
    this.previous = new Int32Array(frameCount + listCount).fill(NOWHERE);
    for (let list = 0; list < listCount; list++) this.clear(frameCount + list);
  }

  private clear(head: number): void {
    this.next[head] = head;
    this.previous[head] = head;
  }

  /** Whether the frame is in a list. */
  holds(frame: number): boolean {
    return this.next[frame] !== NOWHERE;
  }

  /** Whether the list has no frame. */
  isEmpty(list: number): boolean {
    const head = this.frameCount + list;
    return this.next[head] === head;
  }

  /** Puts a frame, which is in no list, at the newest end. */
  append(list: number, frame: number): void {
    assertThat(!this.holds(frame), () => `frame ${frame} is in a list already`);
    this.link(this.previous[this.frameCount + list], frame, this.frameCount + list);
  }

  /** Puts a frame, which is in no list, before one that is (on its older side). */
  insertBefore(place: number, frame: number): void {
    assertThat(!this.holds(frame), () => `frame ${frame} is in a list already`);
    this.link(this.previous[place], frame, place);
  }

  private link(older: number, frame: number, newer: number): void {
    this.next[older] = frame;
    this.previous[frame] = older;
    this.next[frame] = newer;
    this.previous[newer] = frame;
  }

  /** Takes a frame out of the list that it is in. */
  unlink(frame: number): void {
    const older = this.previous[frame];
    const newer = this.next[frame];
    assertThat(newer !== NOWHERE, () => `frame ${frame} is in no list`);
    this.next[older] = newer;
    this.previous[newer] = older;
    this.next[frame] = NOWHERE;
    this.previous[frame] = NOWHERE;
  }

  /** Puts a listed frame at the newest end of a list, its own or another. */
  moveToEnd(list: number, frame: number): void {
    if (this.next[frame] === this.frameCount + list) return;
    this.unlink(frame);
    this.append(list, frame);
  }

  /** The oldest frame of a list, or NO_FRAME. */
  oldest(list: number): number {
    return this.frameOrNone(this.next[this.frameCount + list]);
  }

  /** The frame after a listed one, on its newer side, or NO_FRAME at the end. */
  newerThan(frame: number): number {
    return this.frameOrNone(this.next[frame]);
  }

  private frameOrNone(place: number): number {
    return place < this.frameCount ? place : NO_FRAME;
  }

  /** The oldest frame of a list that may be taken, or NO_FRAME; it stays where it is. */
  oldestOf(list: number, mayTake: (frame: number) => boolean): number {
    let frame = this.oldest(list);
    while (frame !== NO_FRAME && !mayTake(frame)) frame = this.newerThan(frame);
    return frame;
  }

  /** Joins all of list `from` to the newest end of list `to`; `from` is empty then. */
  join(to: number, from: number): void {
    if (to === from || this.isEmpty(from)) return;
    const toHead = this.frameCount + to;
    const fromHead = this.frameCount + from;
    const oldest = this.next[fromHead];
    const newest = this.previous[fromHead];
    const end = this.previous[toHead];
    this.next[end] = oldest;
    this.previous[oldest] = end;
    this.next[newest] = toHead;
    this.previous[toHead] = newest;
    this.clear(fromHead);
  }

  /** The frames of a list from the oldest on, for tests and pictures. O(length). */
  frames(list: number): number[] {
    const frames: number[] = [];
    for (let frame = this.oldest(list); frame !== NO_FRAME; frame = this.newerThan(frame)) frames.push(frame);
    return frames;
  }
}
