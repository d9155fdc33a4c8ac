/**
 * What a process does on a disk, by profile: seeded operations for power cuts.
 *
 *     in place     writes over what is there                       unlink       files that are unlinked while they are open
 *     append       appends, with fsync() now and then              stores       through a mapping, with msync()
 *     safe save    write, fsync, rename, fsync the directory       synced       O_SYNC, sync()
 *     careless     open with O_TRUNC, write, close                 mixed        everything
 *     many files   created, linked, renamed, removed                background   the kernel writes back and commits by itself
 *     truncate     shorter and longer, and holes
 */

import type { Random } from "@palimpsest/kernel";
import type { DiskActor } from "./disk_actor.ts";

const NAMES = ["a", "b", "c", "d"];
const MOST_BYTES = 4 * 4096;

/** One step of a profile. */
type Step = (actor: DiskActor, random: Random) => void;

/** The profiles, by name. */
export const DISK_WORKLOADS: Readonly<Record<string, Step>> = {
  "in place": oneOf(writeOver, writeOver, syncSome),
  append: oneOf(append, append, syncSome),
  "safe save": oneOf(saveSafely, writeOver),
  careless: oneOf(saveCarelessly, saveCarelessly, syncSome),
  "many files": oneOf(create, create, linkSome, renameSome, unlinkSome, syncSome, syncDirectory),
  truncate: oneOf(truncate, truncate, punch, writeOver, syncSome),
  unlink: oneOf(create, append, unlinkSome, closeSome, syncSome),
  stores: oneOf(store, store, store, append, syncMapping, syncSome),
  synced: oneOf(writeSynced, writeOver, create, syncAll),
  background: oneOf(
    writeOver,
    append,
    store,
    truncate,
    saveCarelessly,
    writeBackSome,
    writeBackSome,
    commit,
    syncSome,
  ),
  mixed: oneOf(
    writeOver,
    append,
    saveSafely,
    saveCarelessly,
    create,
    linkSome,
    renameSome,
    unlinkSome,
    closeSome,
    truncate,
    punch,
    store,
    syncMapping,
    syncSome,
    syncDirectory,
    writeSynced,
    syncAll,
    writeBackSome,
    commit,
  ),
};

/** Runs `steps` steps of a profile. */
export function runWorkload(actor: DiskActor, random: Random, profile: string, steps: number): void {
  const step = DISK_WORKLOADS[profile];
  for (let count = 0; count < steps; count++) step(actor, random);
}

function oneOf(...steps: Step[]): Step {
  return (actor, random) => steps[random.below(steps.length)](actor, random);
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)];
}

/** A file that is open; one is opened when none is. */
function someFile(actor: DiskActor, random: Random): number {
  const { openFiles } = actor;
  return openFiles.length > 0 ? pick(random, openFiles) : actor.open(pick(random, NAMES));
}

function writeOver(actor: DiskActor, random: Random): void {
  const file = someFile(actor, random);
  const position = random.below(Math.max(1, Math.min(actor.sizeOf(file), MOST_BYTES)));
  actor.write(file, position, 1 + random.below(MOST_BYTES - position));
}

function append(actor: DiskActor, random: Random): void {
  const file = someFile(actor, random);
  const size = actor.sizeOf(file);
  if (size >= MOST_BYTES) actor.truncate(file, random.below(MOST_BYTES));
  else actor.write(file, size, 1 + random.below(MOST_BYTES - size));
}

function syncSome(actor: DiskActor, random: Random): void {
  actor.sync(someFile(actor, random), random.chance(1, 3));
}

function saveSafely(actor: DiskActor, random: Random): void {
  const file = actor.open("temporary", { truncate: true });
  actor.write(file, 0, 1 + random.below(MOST_BYTES));
  actor.sync(file);
  actor.close(file);
  actor.rename("temporary", pick(random, NAMES));
  if (random.chance(1, 2)) actor.syncDirectory();
}

function saveCarelessly(actor: DiskActor, random: Random): void {
  const file = actor.open(pick(random, NAMES), { truncate: true });
  actor.write(file, 0, 1 + random.below(MOST_BYTES));
  actor.close(file);
}

function create(actor: DiskActor, random: Random): void {
  const file = actor.open(pick(random, NAMES));
  if (random.chance(1, 2)) actor.write(file, 0, 1 + random.below(5000));
  if (random.chance(2, 3)) actor.close(file);
}

function linkSome(actor: DiskActor, random: Random): void {
  if (actor.names.length > 0) actor.link(pick(random, actor.names), pick(random, NAMES));
}

function renameSome(actor: DiskActor, random: Random): void {
  if (actor.names.length > 0) actor.rename(pick(random, actor.names), pick(random, NAMES));
}

function unlinkSome(actor: DiskActor, random: Random): void {
  if (actor.names.length > 0) actor.unlink(pick(random, actor.names));
}

function closeSome(actor: DiskActor, random: Random): void {
  if (actor.openFiles.length > 0) actor.close(pick(random, actor.openFiles));
}

function syncDirectory(actor: DiskActor): void {
  actor.syncDirectory();
}

function syncAll(actor: DiskActor): void {
  actor.syncAll();
}

function writeBackSome(actor: DiskActor, random: Random): void {
  actor.writeBack(someFile(actor, random));
}

function commit(actor: DiskActor): void {
  actor.commit();
}

function truncate(actor: DiskActor, random: Random): void {
  actor.truncate(someFile(actor, random), random.below(MOST_BYTES));
}

function punch(actor: DiskActor, random: Random): void {
  actor.punch(someFile(actor, random), random.below(MOST_BYTES), 1 + random.below(MOST_BYTES));
}

function store(actor: DiskActor, random: Random): void {
  const file = someFile(actor, random);
  const size = actor.sizeOf(file);
  if (size === 0) return append(actor, random);
  const position = random.below(size);
  actor.store(file, position, 1 + random.below(Math.min(size - position, 600)));
}

function syncMapping(actor: DiskActor, random: Random): void {
  actor.syncMapping(someFile(actor, random));
}

function writeSynced(actor: DiskActor, random: Random): void {
  const file = actor.open(pick(random, NAMES), { isSync: true });
  actor.write(file, random.below(MOST_BYTES - 5000), 1 + random.below(5000), true);
  actor.close(file);
}
