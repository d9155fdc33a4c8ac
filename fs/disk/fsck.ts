/**
 * fsck: whether what lies on a disk is well-formed.
 *
 *   FK1  Every name stands for an inode, and lies in a directory that is there.
 *   FK2  Every inode has as many names as it says, and at least one; a directory has one, but a root, and counts itself and
 *        those in it.
 *   FK3  No block belongs to two pages, and none lies behind the last one that was given.
 *   FK4  No page lies behind the end of its file.
 *   FK5  The journal's transactions are numbered without gaps, each holds changes, and none is older than the one before.
 */

import { FILE_DIRECTORY, pagesSpanning, type State } from "@palimpsest/kernel";
import { LAST_FLAT_TABLE } from "../names/names.ts";
import { diskOf } from "./disk.ts";
import type { DiskPicture } from "./disk_picture.ts";
import type { DiskInode } from "./disk_tree.ts";

/** What is wrong with the tree of a disk, in sentences; none when it is well-formed. */
export function checkPicture(picture: DiskPicture): string[] {
  return [...nameProblems(picture), ...inodeProblems(picture), ...blockProblems(picture)];
}

/** What is wrong with the journal of a state's disk, in sentences. */
export function checkJournal(state: State): string[] {
  const { journal } = diskOf(state);
  const problems: string[] = [];
  const transactions = journal.transactions();
  let before = journal.start;
  for (const [place, { id, end }] of transactions.entries()) {
    if (id !== journal.runningId - transactions.length + place) {
      problems.push(`FK5: transaction ${id} of the journal is out of turn`);
    }
    if (end <= before) problems.push(`FK5: transaction ${id} of the journal is empty`);
    before = end;
  }
  if (before !== journal.committedEnd) {
    problems.push(
      `FK5: the journal is committed up to change ${journal.committedEnd}, its transactions to ${before}`,
    );
  }
  let event = 0;
  for (let number = journal.start; number < journal.end; number++) {
    const change = journal.change(number);
    if (change === undefined) problems.push(`FK5: change ${number} of the journal is missing`);
    else if (change.event < event) {
      problems.push(`FK5: change ${number} of the journal is older than the one before`);
    }
    event = Math.max(event, change?.event ?? 0);
  }
  return problems;
}

function nameProblems({ tree }: DiskPicture): string[] {
  const problems: string[] = [];
  for (const { directory, name, inode } of tree.names.all()) {
    if (tree.inodes.get(inode) === undefined) {
      problems.push(`FK1: the name ${name} stands for inode ${inode}, which is not there`);
    }
    if (directory > LAST_FLAT_TABLE && tree.inodes.get(directory)?.attributes.fileKind !== FILE_DIRECTORY) {
      problems.push(`FK1: the name ${name} lies in inode ${directory}, which is no directory`);
    }
  }
  return problems;
}

function inodeProblems({ tree }: DiskPicture): string[] {
  const names = new Map<number, number>();
  const children = new Map<number, number>();
  const isDirectory = (id: number) => tree.inodes.get(id)?.attributes.fileKind === FILE_DIRECTORY;
  for (const { directory, inode } of tree.names.all()) {
    names.set(inode, (names.get(inode) ?? 0) + 1);
    if (isDirectory(inode)) children.set(directory, (children.get(directory) ?? 0) + 1);
  }
  const problems: string[] = [];
  for (const [id, { attributes: { links, isRoot } }] of tree.inodes.entries()) {
    const count = names.get(id) ?? 0;
    if (count !== 1 && isDirectory(id) && !isRoot) problems.push(`FK2: directory ${id} has ${count} names`);
    const wanted = isDirectory(id) ? 2 + (children.get(id) ?? 0) : count;
    if (links !== wanted) problems.push(`FK2: inode ${id} counts ${links} links and has ${wanted}`);
    if (links === 0) problems.push(`FK2: inode ${id} has no name`);
  }
  return problems;
}

function blockProblems({ tree, nextBlock }: DiskPicture): string[] {
  const problems: string[] = [];
  const owners = new Map<number, string>();
  for (const [id, inode] of tree.inodes.entries()) {
    const end = pagesSpanning(inode.attributes.sizeBytes);
    for (const [index, block] of inode.blocks.entries()) {
      const page = `page ${index} of inode ${id}`;
      if (index >= end) {
        problems.push(`FK4: ${page} lies behind the end, at ${inode.attributes.sizeBytes} bytes`);
      }
      if (block === 0) continue;
      const owner = owners.get(block);
      if (owner !== undefined) problems.push(`FK3: block ${block} belongs to ${owner} and to ${page}`);
      if (block >= nextBlock) problems.push(`FK3: ${page} lies in block ${block}, which was never given`);
      owners.set(block, page);
    }
  }
  return problems;
}

/** Blocks that a file takes. */
export function blockCount({ blocks }: DiskInode): number {
  let count = 0;
  for (const [, block] of blocks.entries()) if (block > 0) count++;
  return count;
}
