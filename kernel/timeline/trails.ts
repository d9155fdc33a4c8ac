/**
 * The trails of a timeline: the one of the last position, and the one that leads to the start of its gap; together within
 * the room that checkpoints leave.
 *
 *   TS1  Two trails have half of the room each. When half is too little for a single state, there is one, with all of it.
 *   TS2  The trail that was not used for longest gives way to a new one.
 */

import type { Checkpoint } from "./checkpoint.ts";
import { Trail } from "./trail.ts";

/** A few trails. */
export class Trails {
  /** How many there may be. */
  private limit = 2;
  /** The one last used first. */
  private list: Trail[] = [];

  /** No trail yet; `roomBytes` says what all may take. */
  constructor(private readonly roomBytes: () => number) {}

  /** Bytes that they take. */
  get bytes(): number {
    return this.list.reduce((sum, trail) => sum + trail.bytes, 0);
  }

  /** Whether there is room for the trail of another gap beside that of the last position. */
  get haveRoomForTwo(): boolean {
    return this.limit === 2;
  }

  /** The trail in the gap after a checkpoint. */
  of(base: Checkpoint): Trail {
    const trail = this.list.find((known) => known.base === base) ??
      new Trail(base, this.roomBytes() / this.limit);
    this.list = [trail, ...this.list.filter((other) => other !== trail)].slice(0, this.limit);
    return trail;
  }

  /** Gives all the room to a trail that had no room for a step. */
  favour(trail: Trail): void {
    this.limit = 1;
    this.list = [trail];
    trail.widen(this.roomBytes());
  }

  /** Drops all trails, because checkpoints went. */
  clear(): void {
    this.list = [];
  }
}
