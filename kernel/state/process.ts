/**
 * A process: its place in the tree, its address space, descriptors, limits, signals and counts.
 *
 *     running ── exit, fatal signal ──▶ zombie ── wait4 of the parent ──▶ gone
 *        └─ wait4, pipe read, pipe write ──▶ waiting ── wake-up ──▶ running
 */

import { MAX_OPEN_FILES, RLIM_INFINITY, STACK_LIMIT_DEFAULT_BYTES } from "../limits.ts";
import { type Credentials, type ProcessPlace, ROOT_PLACE, SUPERUSER } from "./credentials.ts";
import { ObjectTable } from "./object_table.ts";
import { NO_SIGNALS, type SignalState } from "./signal_state.ts";

/** Life-cycle states. */
export const PROCESS_RUNNING = 0;
/** It waits for something to happen. */
export const PROCESS_WAITING = 1;
/** It has ended and waits for its parent. */
export const PROCESS_ZOMBIE = 2;

/** Resources of getrlimit(2), by their Linux numbers. */
export const RLIMIT = {
  CPU: 0,
  FSIZE: 1,
  DATA: 2,
  STACK: 3,
  CORE: 4,
  RSS: 5,
  NPROC: 6,
  NOFILE: 7,
  MEMLOCK: 8,
  AS: 9,
  LOCKS: 10,
  SIGPENDING: 11,
  MSGQUEUE: 12,
  NICE: 13,
  RTPRIO: 14,
  RTTIME: 15,
} as const;

/** What is added to oom_score_adj where it stands as a number from 0 on. */
export const OOM_SCORE_BIAS = 1000;

/** A soft and a hard limit, in the resource's unit; RLIM_INFINITY for none. */
export interface Limit {
  /** What is enforced. */
  readonly soft: number;
  /** What the soft limit may be raised to. */
  readonly hard: number;
}

const NO_LIMIT: Limit = { soft: RLIM_INFINITY, hard: RLIM_INFINITY };

/** The limits a first process starts with. */
export const DEFAULT_LIMITS: readonly Limit[] = new Array<Limit>(16).fill(NO_LIMIT)
  .with(RLIMIT.STACK, { soft: STACK_LIMIT_DEFAULT_BYTES, hard: RLIM_INFINITY })
  .with(RLIMIT.NOFILE, { soft: MAX_OPEN_FILES, hard: MAX_OPEN_FILES })
  .with(RLIMIT.MEMLOCK, { soft: 8 * 1024 * 1024, hard: 8 * 1024 * 1024 });

/** What a descriptor number stands for. */
export interface Descriptor {
  /** The open file. */
  readonly file: number;
  /** Whether execve closes it. */
  readonly closeOnExec: boolean;
}

/** One process. */
export class Process {
  /** Its address space; 0 when it has none any more. */
  space: number;
  /** Where it is in its life. */
  state: number = PROCESS_RUNNING;
  /** wait(2) status once a zombie; while it waits, how far its call has come (0: not begun; bytes that a pipe took). */
  status = 0;
  /** Page faults that needed no reading. */
  minorFaults = 0;
  /** Page faults that waited for a disk. */
  majorFaults = 0;
  /** What a minor fault adds to the digest (reduce/processes.ts), which it does often; 0 until there is one. */
  minorLo = 0;
  /** The same, second lane. */
  minorHi = 0;
  /** The hash of its digest record (reduce/processes.ts) as it stands in the sum. */
  hashLo = 0;
  /** The same, second lane. */
  hashHi = 0;
  /** Its resource limits, by number (getrlimit(2)). */
  limits: readonly Limit[] = DEFAULT_LIMITS;
  /** The hash of the limits, which the record takes as one number (reduce/processes.ts). */
  limitsLo = 0;
  /** The same, second lane. */
  limitsHi = 0;
  /** Its handlers, and what is blocked and pending. */
  signals: SignalState = NO_SIGNALS;
  /** Who it acts for. */
  credentials: Credentials = SUPERUSER;
  /** What the OOM killer's badness is moved by: -1000, never, to 1000, first of all (/proc/PID/oom_score_adj). */
  oomScoreAdjustment = 0;
  /** Its working directory and umask. */
  place: ProcessPlace = ROOT_PLACE;
  /** Its open descriptors, by number. */
  descriptors: ObjectTable<Descriptor>;
  /** No free descriptor lies below (a hint for the search; derived). */
  lowestFreeDescriptor = 0;
  /** Pids of the children that were not waited for. */
  children: ObjectTable<true>;

  /** A running process owned by `epoch`. */
  constructor(
    public epoch: number,
    readonly pid: number,
    public parent: number,
    space: number,
    public name: string,
  ) {
    this.space = space;
    this.descriptors = new ObjectTable(epoch);
    this.children = new ObjectTable(epoch);
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): Process {
    // Made like any other, so that the engine sees objects of one shape.
    const copy = Object.assign(new Process(epoch, this.pid, this.parent, this.space, this.name), this);
    copy.epoch = epoch;
    copy.descriptors = this.descriptors.clone(epoch);
    copy.children = this.children.clone(epoch);
    return copy;
  }
}
