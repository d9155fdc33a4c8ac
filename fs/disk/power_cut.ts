/**
 * A power cut: what the disk of a state would hold if the machine stopped right now, and a reboot had replayed the journal.
 *
 *      durable                      home, the committed transactions, what was flushed                   always there
 *      running transaction          the kernel may have committed it by itself after any event that
 *                                   changed metadata: then everything up to that event is there, and
 *                                   nothing of it after; the blocks it gave have been flushed          ┐
 *      device's cache               each block holds its durable version or any that waits             ├ the seed chooses
 *      changed pages of the cache   each may have been written back in the meantime; pages without     │
 *                                   a block in ascending order, the size reaching as far as they do    ┘
 *
 *   PC1  What is durable is there, whatever the seed.
 *   PC2  Seed 0 is the worst case: nothing more than what is durable is there.
 *   PC3  Nothing is changed in the state that is looked at, and nothing is asked of anybody: a log gives the same pictures.
 */

import {
  type Content,
  copyBytes,
  dirtyPages,
  fillBytes,
  FS_EXT4,
  type Inode,
  PAGE_SIZE,
  pageOf,
  pagesSpanning,
  Random,
  type State,
} from "@palimpsest/kernel";
import { pathOfDirectory } from "../names/full_path.ts";
import { namesOf } from "../names/names.ts";
import type { BlockVersions } from "./block_device.ts";
import { type Disk, diskOf } from "./disk.ts";
import { DiskPicture, type PowerCutReport } from "./disk_picture.ts";
import type { DiskTree } from "./disk_tree.ts";
import type { Journal } from "./journal.ts";

/** What survives, as it is being found out. */
interface Survival {
  readonly state: State;
  readonly disk: Disk;
  readonly tree: DiskTree;
  /** What blocks hold that do not hold their durable version. */
  readonly contents: Map<number, Content>;
  /** The first block that nobody has. */
  nextBlock: number;
  keptWrites: number;
  lostWrites: number;
  keptPages: number;
  lostPages: number;
}

/** Chooses between what may be there and what may not. */
interface Chance {
  /** One of the numbers 0 … count - 1; 0 is the least that may have survived. */
  below(count: number): number;
}

/** The flat tables of names that are on the disk (names/flat_path.ts). */
const FLAT_ROOT_TABLE = 0;
const FLAT_DISK_TABLE = 2;
const WORST: Chance = { below: () => 0 };
const BEST: Chance = { below: (count) => count - 1 };

/** The disk of a state after a power cut and a reboot. Seed 0 is the worst case (PC2). */
export function cutPower(state: State, seed = 0): DiskPicture {
  return pictureBy(state, seed === 0 ? WORST : new Random(seed));
}

/** The disk of a state as it would be after everything was written back: what the running machine sees of it. */
export function syncedDisk(state: State): DiskPicture {
  return pictureBy(state, BEST);
}

function pictureBy(state: State, chance: Chance): DiskPicture {
  const copy = state.checkpoint();
  const disk = diskOf(copy);
  const { journal } = disk;
  const replayed = journal.transactions();
  applyChanges(copy, disk, journal.start, journal.committedEnd);
  const keptEnd = chooseEnd(journal, chance);
  applyChanges(copy, disk, journal.committedEnd, keptEnd);
  const hasMore = keptEnd > journal.committedEnd;
  const lastKept = hasMore ? journal.change(keptEnd - 1).event : undefined;
  const survival: Survival = {
    state: copy,
    disk,
    tree: disk.home,
    contents: new Map(),
    nextBlock: disk.nextBlock,
    keptWrites: 0,
    lostWrites: 0,
    keptPages: 0,
    lostPages: 0,
  };
  const isAllKept = keptEnd === journal.end;
  keepWrites(survival, lastKept ?? -1, chance);
  keepCutPages(survival, keptEnd);
  keepPages(survival, isAllKept, chance);
  const { keptWrites, lostWrites, keptPages, lostPages } = survival;
  const report: PowerCutReport = {
    replayed,
    lastKept,
    lostChanges: journal.end - keptEnd,
    keptWrites,
    lostWrites,
    keptPages,
    lostPages,
    orphans: removeOrphans(survival),
  };
  const contents = (block: number) =>
    survival.contents.get(block) ?? disk.device.blocks.get(block)?.durable?.content ?? 0;
  return new DiskPicture(disk.home, contents, report, survival.nextBlock, rootsOf(copy));
}

/** The roots of disks with the paths below them, and the flat tables of names. */
function rootsOf(state: State): Map<number, string> {
  const { mounts } = namesOf(state);
  if (mounts.length === 0) return new Map([[FLAT_ROOT_TABLE, ""], [FLAT_DISK_TABLE, "d:"]]);
  const disks = mounts.filter(({ fileSystem }) => fileSystem === FS_EXT4);
  return new Map(disks.map(({ root }) => {
    const path = pathOfDirectory(state, root);
    return [root, path === "/" ? path : `${path}/`];
  }));
}

function applyChanges({ epoch }: State, { journal, home }: Disk, first: number, end: number): void {
  for (let number = first; number < end; number++) home.apply(epoch, journal.change(number));
}

/** Where the running transaction may have been cut off and committed: behind the last change of any of its events. */
function chooseEnd(journal: Journal, chance: Chance): number {
  const ends = [journal.committedEnd];
  for (let number = journal.committedEnd; number < journal.end; number++) {
    const isLast = number + 1 === journal.end ||
      journal.change(number + 1).event !== journal.change(number).event;
    if (isLast) ends.push(number + 1);
  }
  return ends[chance.below(ends.length)];
}

/** Chooses what each block holds that has writes in the device's cache; those up to event `flushed` are durable. */
function keepWrites(survival: Survival, flushed: number, chance: Chance): void {
  for (const [block, versions] of survival.disk.device.waitingBlocks()) {
    const least = leastVersion(versions, flushed);
    const chosen = least + chance.below(versions.waiting.length - least);
    if (chosen >= 0) survival.contents.set(block, versions.waiting[chosen].content);
    survival.keptWrites += chosen + 1;
    survival.lostWrites += versions.waiting.length - chosen - 1;
  }
}

/** The version that is there at least: the last one that was written up to an event, -1 for the durable one. */
function leastVersion({ waiting }: BlockVersions, flushed: number): number {
  let least = -1;
  while (least + 1 < waiting.length && waiting[least + 1].event <= flushed) least++;
  return least;
}

/** The part of the running transaction that survived cut files within pages: those were written before. */
function keepCutPages({ disk, tree, contents }: Survival, keptEnd: number): void {
  for (let number = disk.journal.committedEnd; number < keptEnd; number++) {
    const cut = disk.journal.change(number);
    if (cut.what !== "zeroed") continue;
    const block = tree.blockOf(cut.inode, cut.index) ?? 0;
    const { durable, waiting } = disk.device.blocks.get(block) ?? {};
    const chosen = contents.get(block);
    const version = waiting?.find(({ content }) => content === chosen) ?? durable;
    if (version !== undefined && version.event <= cut.event) contents.set(block, cut.content);
  }
}

/** Chooses which changed pages of the page cache were written back in time. */
function keepPages(survival: Survival, mayGetBlocks: boolean, chance: Chance): void {
  for (const [, inode] of survival.state.inodes.entries()) {
    if (inode.making.fileSystem !== FS_EXT4 || inode.cachedPages === 0) continue;
    const end = pagesSpanning(inode.sizeBytes);
    const fresh: number[] = [];
    for (const index of dirtyPages(survival.state, inode)) {
      if (index >= end) continue;
      const block = survival.disk.current.blockOf(inode.id, index) ?? 0;
      if (block === 0) fresh.push(index);
      else keepPage(survival, inode, index, block, chance);
    }
    keepFresh(survival, inode, fresh, mayGetBlocks ? chance : WORST);
  }
}

/** A changed page with a block may be there, if its block is still the page's. */
function keepPage(survival: Survival, inode: Inode, index: number, block: number, chance: Chance): void {
  const isThere = survival.tree.blockOf(inode.id, index) === block;
  if (!isThere || chance.below(2) === 0) {
    survival.lostPages++;
    return;
  }
  survival.contents.set(block, writtenContent(survival.state, inode, index));
  survival.keptPages++;
}

/** Changed pages without blocks may have got some: the first so many of them, as write-back goes. */
function keepFresh(survival: Survival, inode: Inode, fresh: readonly number[], chance: Chance): void {
  const kept = survival.tree.inodes.get(inode.id) === undefined ? 0 : chance.below(fresh.length + 1);
  survival.keptPages += kept;
  survival.lostPages += fresh.length - kept;
  if (kept === 0) return;
  const { epoch } = survival.state;
  const event = survival.state.eventCount;
  for (const index of fresh.slice(0, kept)) {
    const block = survival.nextBlock++;
    survival.tree.apply(epoch, { what: "blocks", event, inode: inode.id, index, count: 1, block });
    survival.contents.set(block, writtenContent(survival.state, inode, index));
  }
  const { attributes } = survival.tree.inodes.get(inode.id)!;
  const reached = Math.min(inode.sizeBytes, (fresh[kept - 1] + 1) * PAGE_SIZE);
  const sizeBytes = Math.max(attributes.sizeBytes, reached);
  survival.tree.apply(epoch, {
    what: "inode",
    event,
    inode: inode.id,
    attributes: { ...attributes, sizeBytes },
  });
}

/** What write-back would write of a page: behind the end of the file there are zeros. */
function writtenContent(state: State, inode: Inode, index: number): Content {
  const content = copyBytes(state.epoch, 0, 0, state.content(inode.cachedFrame(index)), 0, PAGE_SIZE);
  if (index !== pageOf(inode.sizeBytes)) return content;
  const offset = inode.sizeBytes % PAGE_SIZE;
  return fillBytes(state.epoch, content, offset, PAGE_SIZE - offset, 0);
}

/** A reboot removes the files that have no name. */
function removeOrphans({ state, tree }: Survival): number[] {
  const orphans = [...tree.inodes.entries()].filter(([, { attributes }]) => attributes.links === 0).map((
    [id],
  ) => id);
  for (const inode of orphans) tree.apply(state.epoch, { what: "inodeGone", event: state.eventCount, inode });
  return orphans;
}
