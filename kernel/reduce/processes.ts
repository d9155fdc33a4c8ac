/**
 * Processes: reducers. A process keeps the hash of its digest record as it stands in the sum.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import type { RecordHasher } from "../state/digest.ts";
import { DEFAULT_LIMITS, type Limit, OOM_SCORE_BIAS, Process } from "../state/process.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { addRecord, type DigestSum, subtractRecord } from "./digest_sum.ts";
import { addCredentials, addPlace, subtractCredentials, subtractPlace } from "./credentials.ts";
import { ownProcess, ownSpace } from "./own.ts";
import { addSignals, subtractSignals } from "./signals.ts";

/**
 * Hashes the record of a process, of which the limits are one number, their hash. Fault counts and signals are records of
 * their own.
 */
export function hashProcess(
  hasher: RecordHasher,
  process: Process,
  limitsLo: number,
  limitsHi: number,
): void {
  const { pid, parent, space, state, status, name } = process;
  hasher.put(0, 1);
  hasher.put(1, parent);
  hasher.put(2, space);
  hasher.put(3, state);
  hasher.put(4, status);
  hasher.putText(5, name);
  hasher.putHash(6, limitsLo, limitsHi);
  hasher.hashPlaces(RECORD.process, pid, 0, 7);
}

/** Hashes the limits of a process, for hashProcess(). */
export function hashLimits(hasher: RecordHasher, limits: readonly Limit[]): void {
  hasher.hashList(limits.flatMap(({ soft, hard }) => [soft, hard]));
}

/** The record of a process stands in the digest as the process is now. */
function restateProcess({ hasher, digest }: State, process: Process): void {
  digest.subtract(process.hashLo, process.hashHi);
  hashProcess(hasher, process, process.limitsLo, process.limitsHi);
  process.hashLo = hasher.lo;
  process.hashHi = hasher.hi;
  digest.add(process.hashLo, process.hashHi);
}

/** Gives a process limits; its record is to be restated. */
function setLimits({ hasher }: State, process: Process, limits: readonly Limit[]): void {
  process.limits = limits;
  hashLimits(hasher, limits);
  process.limitsLo = hasher.lo;
  process.limitsHi = hasher.hi;
}

function addUser(state: State, space: number, delta: number): void {
  if (space !== 0) ownSpace(state, space).users += delta;
}

/** processNew: a running process; it starts with its parent's limits, signal actions, blocked signals, user and place. */
export function processNew(state: State, effect: KernelEffectOf<"processNew">): void {
  const { process: pid, parent, space, name } = effect;
  const process = new Process(state.epoch, pid, parent, space, name);
  const parentProcess = state.processes.get(parent);
  if (parentProcess !== undefined) {
    process.limits = parentProcess.limits;
    process.limitsLo = parentProcess.limitsLo;
    process.limitsHi = parentProcess.limitsHi;
    process.signals = { ...parentProcess.signals, pending: 0 };
    process.credentials = parentProcess.credentials;
    process.place = parentProcess.place;
    process.oomScoreAdjustment = parentProcess.oomScoreAdjustment;
    ownProcess(state, parent).children.set(state.epoch, pid, true);
  } else {
    setLimits(state, process, DEFAULT_LIMITS);
  }
  state.processes.set(state.epoch, pid, process);
  state.counters.process = Math.max(state.counters.process, pid);
  addUser(state, space, 1);
  restateProcess(state, process);
  addSignals(state, process);
  addCredentials(state, process);
  addPlace(state, process);
  addOomScore(state, process);
}

/** Adds to a process's fault counts: faultsCount effects and the outcome of fault events. */
export function countFaults(state: State, pid: number, minor: number, major: number): void {
  const process = ownProcess(state, pid);
  process.minorFaults += minor;
  process.majorFaults += major;
  addFaultCounts(state, pid, minor, major);
}

/** Counts one minor fault, which is what most faults are. */
export function countMinorFault(state: State, pid: number): void {
  const process = ownProcess(state, pid);
  process.minorFaults++;
  addMinorFault(state, process);
}

/** What addFaultCounts() does for one minor fault, by the factors that the process keeps. */
function addMinorFault({ hasher, digest }: DigestSum, process: Process): void {
  if (process.minorLo === 0) {
    hasher.hashKey(RECORD.faultCounts, process.pid, 0);
    process.minorLo = hasher.lo;
    process.minorHi = hasher.hi;
  }
  digest.add(process.minorLo, process.minorHi);
}

/**
 * Adds fault counts to the digest. The hash of their record is linear, minor × one factor of the process + major ×
 * another, so that a fault adds a factor and needs no hash of the counts before and after.
 */
export function addFaultCounts(
  { hasher, digest }: DigestSum,
  pid: number,
  minor: number,
  major: number,
): void {
  if (minor !== 0) {
    hasher.hashKey(RECORD.faultCounts, pid, 0);
    digest.add(Math.imul(hasher.lo, minor), Math.imul(hasher.hi, minor));
  }
  if (major !== 0) {
    hasher.hashKey(RECORD.faultCounts, pid, 1);
    digest.add(Math.imul(hasher.lo, major), Math.imul(hasher.hi, major));
  }
}

/** faultsCount: faults taken inside a call. */
export function faultsCount(state: State, effect: KernelEffectOf<"faultsCount">): void {
  countFaults(state, effect.process, effect.minor, effect.major);
}

/** processSpace: another address space. */
export function processSpace(state: State, effect: KernelEffectOf<"processSpace">): void {
  const process = ownProcess(state, effect.process);
  addUser(state, process.space, -1);
  addUser(state, effect.space, 1);
  process.space = effect.space;
  if (effect.name !== "") process.name = effect.name;
  restateProcess(state, process);
}

/** processState: another life-cycle state. */
export function processState(state: State, effect: KernelEffectOf<"processState">): void {
  const process = ownProcess(state, effect.process);
  process.state = effect.state;
  process.status = effect.status;
  restateProcess(state, process);
}

/** processParent: an orphan gets a new parent. */
export function processParent(state: State, effect: KernelEffectOf<"processParent">): void {
  const process = ownProcess(state, effect.process);
  if (state.processes.get(process.parent) !== undefined) {
    ownProcess(state, process.parent).children.remove(state.epoch, effect.process);
  }
  if (state.processes.get(effect.parent) !== undefined) {
    ownProcess(state, effect.parent).children.set(state.epoch, effect.process, true);
  }
  process.parent = effect.parent;
  restateProcess(state, process);
}

/** processOomScore: what a process's badness is moved by. */
export function processOomScore(state: State, effect: KernelEffectOf<"processOomScore">): void {
  const process = ownProcess(state, effect.process);
  subtractOomScore(state, process);
  process.oomScoreAdjustment = effect.biased - OOM_SCORE_BIAS;
  addOomScore(state, process);
}

/** Adds the record of an adjusted badness to the digest; who is not adjusted has none. */
function addOomScore(state: State, { pid, oomScoreAdjustment }: Process): void {
  if (oomScoreAdjustment !== 0) {
    addRecord(state, RECORD.oomScore, pid, [oomScoreAdjustment + OOM_SCORE_BIAS]);
  }
}

function subtractOomScore(state: State, { pid, oomScoreAdjustment }: Process): void {
  if (oomScoreAdjustment !== 0) {
    subtractRecord(state, RECORD.oomScore, pid, [oomScoreAdjustment + OOM_SCORE_BIAS]);
  }
}

/** processRemove: a zombie is gone. */
export function processRemove(state: State, effect: KernelEffectOf<"processRemove">): void {
  const process = state.process(effect.process);
  state.digest.subtract(process.hashLo, process.hashHi);
  subtractSignals(state, process);
  subtractCredentials(state, process);
  subtractPlace(state, process);
  subtractOomScore(state, process);
  addFaultCounts(state, process.pid, -process.minorFaults, -process.majorFaults);
  if (state.processes.get(process.parent) !== undefined) {
    ownProcess(state, process.parent).children.remove(state.epoch, process.pid);
  }
  state.processes.remove(state.epoch, process.pid);
}

/** limitSet: a resource limit. */
export function limitSet(state: State, effect: KernelEffectOf<"limitSet">): void {
  const process = ownProcess(state, effect.process);
  const { resource } = effect;
  assertThat(resource < process.limits.length, () => `resource ${resource} has no limit`);
  setLimits(state, process, process.limits.with(effect.resource, { soft: effect.soft, hard: effect.hard }));
  restateProcess(state, process);
}
