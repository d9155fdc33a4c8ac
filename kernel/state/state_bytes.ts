/**
 * How much memory a state takes that an older state, which it descends from and shares the rest with, does not: what a
 * checkpoint costs.
 *
 *      older ●────────● newer       bytesSince(newer, older) = bytes of what was made between the two
 *            share all that was not changed
 *
 *   SB1  Only nodes of epochs after the older one are walked: below a node there is nothing younger than it. Word tables
 *        count the blocks they make. So the time is that of the objects that were made, not that of the state.
 *   SB2  Figures are estimates from measured sizes of objects, within some ten percent of what the heap shows.
 */

import type { AnonVma } from "./anon_vma.ts";
import { contentBytesSince } from "./content.ts";
import type { Inode } from "./inode.ts";
import type { Process } from "./process.ts";
import type { Space } from "./space.ts";
import type { State } from "./state.ts";
import type { WordTable } from "./word_table.ts";

/** Bytes of a word of a table, with its share of the chunk's objects. */
const WORD_BYTES = 4.02;
/** Bytes of the objects that make up a state, without what hangs below them. */
const STATE_BYTES = 4000;
const SPACE_BYTES = 900;
const PROCESS_BYTES = 500;
const INODE_BYTES = 1000;
const FILE_BYTES = 150;
const ANON_VMA_BYTES = 250;
const SLOT_BYTES = 50;
const DESCRIPTOR_BYTES = 40;

/**
 * Bytes of what `state` has and `older`, from which it descends, had not; all that it has without one.
 *
 * @param epoch The epoch that `older` had when it was made: a state that others descended from since has a later one.
 */
export function bytesSince(state: State, older: State | undefined, epoch = older?.epoch ?? -1): number {
  return STATE_BYTES +
    tableBytes(state.frames.tree, older?.frames.tree) +
    state.contents.bytesSince(epoch, (content) => contentBytesSince(content, epoch)) +
    state.slots.bytesSince(epoch, (slot) => SLOT_BYTES + contentBytesSince(slot.content, epoch)) +
    state.processes.bytesSince(epoch, (process) => processBytes(process, epoch)) +
    state.spaces.bytesSince(epoch, (space) => spaceBytes(space, older?.spaces.get(space.id), epoch)) +
    state.files.bytesSince(epoch, (file) => file.epoch > epoch ? FILE_BYTES : 0) +
    state.inodes.bytesSince(epoch, (inode) => inodeBytes(inode, older?.inodes.get(inode.id), epoch)) +
    state.anonVmas.bytesSince(epoch, (anonVma) => anonVmaBytes(anonVma, epoch)) +
    sum([...state.slices.values()].map((slice) => slice.bytesSince?.(epoch) ?? 0));
}

function tableBytes(table: WordTable, older: WordTable | undefined): number {
  return (table.madeWords - (older?.madeWords ?? 0)) * WORD_BYTES;
}

function processBytes(process: Process, epoch: number): number {
  if (process.epoch <= epoch) return 0;
  return PROCESS_BYTES +
    process.descriptors.bytesSince(epoch, () => DESCRIPTOR_BYTES) +
    process.children.bytesSince(epoch, () => 0);
}

function spaceBytes(space: Space, older: Space | undefined, epoch: number): number {
  if (space.epoch <= epoch) return 0;
  return SPACE_BYTES + space.vmas.bytesSince(epoch) + tableBytes(space.tables.words, older?.tables.words) +
    tableBytes(space.pages, older?.pages);
}

function inodeBytes(inode: Inode, older: Inode | undefined, epoch: number): number {
  if (inode.epoch <= epoch) return 0;
  return INODE_BYTES +
    tableBytes(inode.cache, older?.cache) +
    inode.storage.bytesSince(epoch, (content) => contentBytesSince(content, epoch)) +
    inode.maybeDirty.bytesSince(epoch, () => 0) +
    inode.mappings.bytesSince(epoch);
}

function anonVmaBytes(anonVma: AnonVma, epoch: number): number {
  return anonVma.epoch <= epoch ? 0 : ANON_VMA_BYTES + anonVma.vmas.bytesSince(epoch);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
