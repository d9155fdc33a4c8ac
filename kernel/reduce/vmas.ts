/**
 * VMAs and anon_vmas: reducers.
 *
 * vmaPut replaces the VMA that starts at the same page. What hangs on VMAs follows: counts of the space, the reverse
 * maps of inode and anon_vmas, references of open files. Two VMAs may overlap between two effects of one event.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import { isDataMapping, type Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import { AnonVma } from "../state/anon_vma.ts";
import { RECORD } from "../state/record_kind.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { addRecord, subtractRecord } from "./digest_sum.ts";
import { ensureTables, freeTables } from "./tables.ts";
import { ownAnonVma, ownFile, ownInode, ownSpace } from "./own.ts";
import { type HashedVma, hashVma } from "./vma_record.ts";

/**
 * The VMA of an effect, and its record in the digest. The fields that are read when a VMA is replaced come first: it is
 * seldom in the processor's cache then. Numbers that came from registers of the codec are doubles, which would be boxed
 * one by one; ids are made integers.
 */
function hashedVma({ hasher, digest }: State, effect: KernelEffectOf<"vmaPut">): HashedVma {
  const { space, startPage, endPage, flags, file, inode, pageOffset, anonVma, anonChain, name } = effect;
  hashVma(hasher, effect);
  const { lo: hashLo, hi: hashHi } = hasher;
  digest.add(hashLo, hashHi);
  return {
    endPage,
    flags,
    hashLo,
    hashHi,
    anonVma: anonVma | 0,
    anonChain,
    file,
    inode,
    pageOffset,
    startPage,
    space: space | 0,
    name,
  };
}

/** vmaPut: the VMA as it stands now. */
export function vmaPut(state: State, effect: KernelEffectOf<"vmaPut">): void {
  const { space: spaceId, startPage, endPage, flags } = effect;
  const vma = hashedVma(state, effect);
  const space = ownSpace(state, spaceId);
  const before = space.vmas.put(state.epoch, vma, startPage, endPage) as HashedVma | undefined;
  link(state, vma);
  countPages(space, flags, endPage - startPage);
  if ((flags & VM.PFNMAP) !== 0) ensureTables(state, space, startPage, endPage - startPage);
  if (before === undefined) return;
  const { endPage: endBefore } = before;
  unlink(state, before, vma);
  countPages(space, before.flags, startPage - endBefore);
  state.digest.subtract(before.hashLo, before.hashHi);
  if (endPage < endBefore) freeTables(state, space, endPage, endBefore);
}

/** vmaRemove: the VMA that starts here is gone. */
export function vmaRemove(state: State, effect: KernelEffectOf<"vmaRemove">): void {
  const { space: spaceId, startPage } = effect;
  const space = ownSpace(state, spaceId);
  const vma = space.vmas.take(state.epoch, startPage) as HashedVma | undefined;
  if (vma === undefined) assertThat(false, `no VMA of space ${spaceId} starts at page ${startPage}`);
  const { endPage } = vma;
  unlink(state, vma, undefined);
  countPages(space, vma.flags, startPage - endPage);
  state.digest.subtract(vma.hashLo, vma.hashHi);
  freeTables(state, space, startPage, endPage);
}

/** Counts pages of a VMA with these flags that came, or that went (a negative number). */
function countPages(space: Space, flags: number, pages: number): void {
  space.totalPages += pages;
  if ((flags & VM.LOCKED) !== 0) space.lockedPages += pages;
  if ((flags & VM.GROWSDOWN) !== 0) space.stackPages += pages;
  else if ((flags & (VM.EXEC | VM.WRITE)) === VM.EXEC) space.executablePages += pages;
  else if (isDataMapping(flags)) space.dataPages += pages;
}

function link(state: State, vma: Vma): void {
  const { anonChain } = vma;
  for (let at = 0; at < anonChain.length; at++) {
    ownAnonVma(state, anonChain[at]).vmas.insert(state.epoch, vma);
  }
  if (vma.anonVma !== 0) ownAnonVma(state, vma.anonVma).activeVmas++;
  if (vma.file === 0) return;
  ownInode(state, vma.inode).mappings.insert(state.epoch, vma);
  ownFile(state, vma.file).references++;
}

/** Unlinks a VMA; where its successor took its very place in a tree, that place stays. */
function unlink(state: State, vma: Vma, successor: Vma | undefined): void {
  const samePlace = successor !== undefined && successor.pageOffset === vma.pageOffset;
  if (vma.anonVma !== 0) ownAnonVma(state, vma.anonVma).activeVmas--;
  const { anonChain } = vma;
  for (let at = 0; at < anonChain.length; at++) {
    if (samePlace && successor.anonChain.includes(anonChain[at])) continue;
    const anonVma = ownAnonVma(state, anonChain[at]);
    anonVma.vmas.remove(state.epoch, vma);
    if (anonVma.vmas.size === 0) endAnonVma(state, anonVma);
  }
  if (vma.file === 0) return;
  if (!(samePlace && successor.inode === vma.inode)) {
    ownInode(state, vma.inode).mappings.remove(state.epoch, vma);
  }
  ownFile(state, vma.file).references--;
}

function endAnonVma(state: State, anonVma: AnonVma): void {
  subtractRecord(state, RECORD.anonVma, anonVma.id, [anonVma.parent]);
  state.anonVmas.remove(state.epoch, anonVma.id);
  if (anonVma.parent !== 0 && state.anonVmas.get(anonVma.parent) !== undefined) {
    ownAnonVma(state, anonVma.parent).children--;
  }
}

/** anonVmaNew: a new anon_vma, which the next vmaPut links. */
export function anonVmaNew(state: State, effect: KernelEffectOf<"anonVmaNew">): void {
  const { anonVma: id, parent } = effect;
  state.anonVmas.set(state.epoch, id, new AnonVma(state.epoch, id, parent));
  state.counters.anonVma = Math.max(state.counters.anonVma, id);
  if (parent !== 0) ownAnonVma(state, parent).children++;
  addRecord(state, RECORD.anonVma, id, [parent]);
}
