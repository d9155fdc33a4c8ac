/**
 * A machine with something of everything in it, for tests that spoil one thing and see which checker finds it.
 */

import { addressOf } from "../../address.ts";
import { MADV } from "../../memory/mmap_flags.ts";
import { FS_EXT4 } from "../../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../../testing/machine_fixture.ts";

/** Where the parts of the machine's first process lie, in pages. */
export const ANON_PAGE = 100;
export const SHARED_PAGE = 200;
export const FILE_PAGE = 300;
export const SWAPPED_PAGE = 400;
export const ZERO_PAGE = 500;

/** A process with anonymous, shared, file, swapped-out and zero pages, and a child that shares the first two. */
export function givenSoundMachine(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 16 });
  given.map(SHARED_PAGE, 4);
  given.touchAll([SHARED_PAGE, SHARED_PAGE + 1], "w");
  given.call("mprotect", { ...range(SHARED_PAGE + 3, 1), prot: 1 });
  const child = given.fork();
  given.map(ANON_PAGE, 8);
  given.touchAll([ANON_PAGE, ANON_PAGE + 1, ANON_PAGE + 2], "w");
  const fd = given.openFile({ fileSystem: FS_EXT4 });
  given.map(FILE_PAGE, 8, { fd, flags: 1 });
  given.touchAll([FILE_PAGE, FILE_PAGE + 1], "w");
  given.call("msync", { ...range(FILE_PAGE, 1), flags: 4 });
  given.map(SWAPPED_PAGE, 4);
  given.storeAll([SWAPPED_PAGE, SWAPPED_PAGE + 1]);
  given.call("madvise", { address: addressOf(SWAPPED_PAGE), lengthBytes: 4096, advice: MADV.PAGEOUT });
  given.map(ZERO_PAGE, 2);
  given.touch(ZERO_PAGE, "r");
  given.as(child, () => given.call("dup2", { fd: 0, newFd: 5 }));
  return given;
}
