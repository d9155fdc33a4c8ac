/**
 * The memory of the process that a trace runs in: counts the calls, and what they do to the footprint.
 */

import type { CallArguments, Machine } from "@palimpsest/kernel";
import { UserSpace } from "@palimpsest/libc";
import { Footprint } from "./footprint.ts";

/** See the head of this file. */
export class CountingSpace extends UserSpace {
  /** Calls so far, by name. */
  readonly calls: Record<string, number> = {};
  /** Calls so far. */
  callCount = 0;
  readonly footprint: Footprint;

  /** The memory of process `pid`, as it stands. */
  constructor(machine: Machine, pid: number) {
    super(machine, pid);
    this.footprint = new Footprint(() => machine.state.spaceOf(pid));
  }

  /** Makes a call, and counts it. */
  override call(name: string, args: CallArguments): number {
    const result = super.call(name, args);
    this.callCount++;
    this.calls[name] = (this.calls[name] ?? 0) + 1;
    this.footprint.afterCall(name, args, result);
    return result;
  }
}
