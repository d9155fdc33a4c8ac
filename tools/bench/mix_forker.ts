/**
 * The process of the mix that forks, round after round:
 *
 *     parent writes its pages ──▶ fork ──▶ child writes CHILD_WRITES of them       copies
 *           ▲                               parent writes PARENT_WRITES others     copies
 *           │                               child exits, parent waits
 *           └────────────────────────────── parent writes what the child wrote     taken over
 *
 * A step is one fault, or the calls that end a phase.
 */
import { type Machine, touchMemory } from "@palimpsest/kernel";
import { ARENA, ARENA_PAGES } from "./mix_world.ts";
import type { Locality } from "./mix_worker.ts";

/** Pages that the process has. */
const OWN_PAGES = 96;
const CHILD_WRITES = 48;
const PARENT_WRITES = 16;
const PAGE = 4096;

/** The process that forks. */
export class MixForker {
  private child = 0;
  private step = 0;

  /** The process `pid`; its pages lie together, or spread over the arena. */
  constructor(
    private readonly machine: Machine,
    private readonly pid: number,
    private readonly locality: Locality,
  ) {
    for (let index = 0; index < OWN_PAGES; index++) this.write(pid, index);
  }

  /** Goes one step. */
  next(): void {
    const step = this.step++;
    if (this.child === 0) this.child = this.machine.call(this.pid, "fork", {});
    if (step < CHILD_WRITES) this.write(this.child, step);
    else if (step < CHILD_WRITES + PARENT_WRITES) this.write(this.pid, step);
    else if (step === CHILD_WRITES + PARENT_WRITES) this.endChild();
    else this.takeOver(step - CHILD_WRITES - PARENT_WRITES - 1);
  }

  private endChild(): void {
    this.machine.call(this.child, "exit_group", { status: 0 });
    this.machine.call(this.pid, "wait4", { pid: this.child, status: 0, options: 0, usage: 0 });
  }

  /** The parent writes what the child wrote, then the rest; then it forks again. */
  private takeOver(index: number): void {
    this.write(this.pid, index < CHILD_WRITES ? index : index + PARENT_WRITES);
    if (index < OWN_PAGES - PARENT_WRITES - 1) return;
    this.step = 0;
    this.child = 0;
  }

  private write(pid: number, index: number): void {
    const spread = this.locality === "clustered" ? 1 : ARENA_PAGES / OWN_PAGES;
    touchMemory(this.machine, pid, (ARENA + Math.floor(index * spread)) * PAGE, { write: true });
  }
}
