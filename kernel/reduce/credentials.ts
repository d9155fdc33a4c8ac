/**
 * Users and places of processes: reducers.
 */

import type { KernelEffectOf } from "../event/effects.ts";
import { credentialFields, placeFields } from "../state/credentials.ts";
import type { Process } from "../state/process.ts";
import { RECORD } from "../state/record_kind.ts";
import type { State } from "../state/state.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { ownInode, ownProcess } from "./own.ts";

/** Adds the record of a process's credentials to the digest; the superuser has none. */
export function addCredentials(state: State, { pid, credentials }: Process): void {
  const fields = credentialFields(credentials);
  if (fields !== undefined) addRecord(state, RECORD.credentials, pid, fields);
}

/** Takes the record of a process's credentials out of the digest. */
export function subtractCredentials(state: State, { pid, credentials }: Process): void {
  const fields = credentialFields(credentials);
  if (fields !== undefined) subtractRecord(state, RECORD.credentials, pid, fields);
}

/** Adds a process's place to the digest, and counts it at its working directory. */
export function addPlace(state: State, { pid, place }: Process): void {
  const fields = placeFields(place);
  if (fields !== undefined) addRecord(state, RECORD.place, pid, fields);
  if (place.workingDirectory !== 0) ownInode(state, place.workingDirectory).openCount++;
}

/** Takes a process's place out of the digest, and out of the count of its working directory. */
export function subtractPlace(state: State, { pid, place }: Process): void {
  const fields = placeFields(place);
  if (fields !== undefined) subtractRecord(state, RECORD.place, pid, fields);
  if (place.workingDirectory !== 0) ownInode(state, place.workingDirectory).openCount--;
}

/** processCredentials: who a process acts for. */
export function processCredentials(state: State, effect: KernelEffectOf<"processCredentials">): void {
  const { process: pid, uid, effectiveUid, savedUid, gid, effectiveGid, savedGid, groups } = effect;
  const process = ownProcess(state, pid);
  subtractCredentials(state, process);
  const credentials = { uid, effectiveUid, savedUid, gid, effectiveGid, savedGid, groups };
  process.credentials = Object.freeze(credentials);
  addCredentials(state, process);
}

/** processPlace: working directory and umask. */
export function processPlace(state: State, effect: KernelEffectOf<"processPlace">): void {
  const { process: pid, workingDirectory, umask } = effect;
  const process = ownProcess(state, pid);
  subtractPlace(state, process);
  process.place = Object.freeze({ workingDirectory, umask });
  addPlace(state, process);
}
