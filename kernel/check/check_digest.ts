/**
 * The checker of the digest (ST3): the sum over all canonical records, taken from the state as it stands, against the sum
 * that reducers kept up to date since boot.
 */

import { assertThat } from "../assert.ts";
import { F_USED, FLAGS } from "../memory/frame.ts";
import { storageFields } from "../reduce/cache.ts";
import { descriptorFields } from "../reduce/files.ts";
import { hashFrame } from "../reduce/frames.ts";
import { addRecord, type DigestSum } from "../reduce/digest_sum.ts";
import { addPteTerm } from "../reduce/entries.ts";
import { addTable } from "../reduce/tables.ts";
import { addFaultCounts, hashLimits, hashProcess } from "../reduce/processes.ts";
import { hashSpace } from "../reduce/spaces.ts";
import { slotFields } from "../reduce/slot_records.ts";
import { hashVma } from "../reduce/vma_record.ts";
import { type CanonicalRecord, Digest, mixTerm, RecordHasher } from "../state/digest.ts";
import { credentialFields, placeFields } from "../state/credentials.ts";
import { OOM_SCORE_BIAS, type Process } from "../state/process.ts";
import { attributeFields } from "../state/inode_attributes.ts";
import { RECORD } from "../state/record_kind.ts";
import { signalFields } from "../state/signal_state.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { wordsOf } from "./table_words.ts";

/** Throws a KernelAssertion unless the digest of a state is that of its records. */
export function checkDigest(state: State): void {
  // Asked for first: that also brings the records up to date of frames that user code is writing to.
  const kept = state.digest;
  const digest = digestFromScratch(state);
  assertThat(
    digest.equals(kept),
    () => `ST3: the digest is ${kept.toHex()}, that of the records ${digest.toHex()}`,
  );
}

/** The digest of a state, summed up record by record. */
export function digestFromScratch(state: State): Digest {
  const sum: DigestSum = { digest: new Digest(), hasher: new RecordHasher() };
  for (const [, space] of state.spaces.entries()) addSpace(sum, space);
  addFrames(sum, state);
  for (const [, process] of state.processes.entries()) addProcess(sum, process);
  for (const [kind, key, fields] of recordsOf(state)) addRecord(sum, kind, key, fields);
  for (const slice of state.slices.values()) {
    for (const [kind, key, fields] of slice.records?.() ?? []) addRecord(sum, kind, key, fields);
  }
  return sum.digest;
}

function addEntries(sum: DigestSum, { id, pages, tables }: Space): void {
  for (const table of tables.numbers()) addTable(sum, id, table, 1);
  for (const [page, pte] of wordsOf(pages)) addPteTerm(sum, id, page, mixTerm(pte));
}

function addSpace(sum: DigestSum, space: Space): void {
  const { hasher, digest } = sum;
  hashSpace(hasher, space);
  digest.add(hasher.lo, hasher.hi);
  for (const vma of space.vmas.items()) {
    hashVma(hasher, vma);
    digest.add(hasher.lo, hasher.hi);
  }
  addEntries(sum, space);
}

function addProcess(sum: DigestSum, process: Process): void {
  const { hasher, digest } = sum;
  hashLimits(hasher, process.limits);
  hashProcess(hasher, process, hasher.lo, hasher.hi);
  digest.add(hasher.lo, hasher.hi);
  addFaultCounts(sum, process.pid, process.minorFaults, process.majorFaults);
}

function addFrames({ digest, hasher }: DigestSum, { frames }: State): void {
  for (const frame of frames.withLeaf()) {
    const leaf = frames.peek(frame);
    if ((leaf[frames.at + FLAGS] & F_USED) === 0) continue;
    hashFrame(hasher, frame, leaf, frames.at);
    digest.add(hasher.lo, hasher.hi);
  }
}

/** Every record of fields of the kernel's own. */
function* recordsOf(state: State): Generator<CanonicalRecord> {
  for (const [pid, process] of state.processes.entries()) {
    const signals = signalFields(process.signals);
    if (signals !== undefined) yield [RECORD.signal, pid, signals];
    const credentials = credentialFields(process.credentials);
    if (credentials !== undefined) yield [RECORD.credentials, pid, credentials];
    const place = placeFields(process.place);
    if (place !== undefined) yield [RECORD.place, pid, place];
    const { oomScoreAdjustment } = process;
    if (oomScoreAdjustment !== 0) yield [RECORD.oomScore, pid, [oomScoreAdjustment + OOM_SCORE_BIAS]];
    for (const [number, descriptor] of process.descriptors.entries()) {
      yield [RECORD.descriptor, number, descriptorFields(pid, descriptor)];
    }
  }
  for (const [id, file] of state.files.entries()) yield [RECORD.file, id, file.digestFields()];
  for (const [id, inode] of state.inodes.entries()) {
    yield [RECORD.inode, id, inode.digestFields()];
    if (inode.attributes !== undefined) yield [RECORD.attributes, id, attributeFields(inode.attributes)];
    for (const [index, content] of inode.storage.entries()) {
      yield [RECORD.storage, index, storageFields(inode, content)];
    }
    for (const [index, word] of wordsOf(inode.cache)) {
      if (word < 0) yield [RECORD.cacheSwap, index, [id, -word - 1]];
    }
  }
  for (const [id, anonVma] of state.anonVmas.entries()) yield [RECORD.anonVma, id, [anonVma.parent]];
  for (const [slot, record] of state.slots.entries()) yield [RECORD.slot, slot, slotFields(record)];
}
