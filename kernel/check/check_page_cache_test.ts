/** Tests of the checker of inodes: each spoils one thing. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import { FS_EXT4, type Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import { checkPageCache } from "./check_page_cache.ts";
import { takeCensus } from "./census.ts";
import { FILE_PAGE, givenSoundMachine } from "./testing/sound_machine.ts";

/** Spoils the inode of a sound machine that is a disk file, and expects the checker to say so. */
function expectFound(message: string, spoil: (inode: Inode, state: State) => void): void {
  const { state } = givenSoundMachine();
  const [, inode] = [...state.inodes.entries()].find(([, { making }]) => making.fileSystem === FS_EXT4)!;
  checkPageCache(state, inode);
  spoil(inode, state);
  assertThrows(() => checkPageCache(state, inode), KernelAssertion, message);
}

Deno.test("checkPageCache() finds a wrong count of cached pages", () => {
  expectFound("IN1: inode 1 counts", (inode) => inode.cachedPages++);
});

Deno.test("checkPageCache() finds a disk file's page in a swap slot", () => {
  expectFound("IN1: page 9 of inode 1, which is no shmem file, is in swap slot 4", ({ cache }, { epoch }) => {
    cache.own(epoch, 9)[cache.offset(9)] = -5;
  });
});

Deno.test("checkPageCache() finds more unknown storage than there is file", () => {
  expectFound("IN3", (inode) => inode.unknownPages = 65);
});

Deno.test("checkPageCache() finds a mapping that is missing, and one too many", () => {
  expectFound("IN4: mappings of inode 1: VMA 300-308 of space 1 is missing", ({ mappings }, { epoch }) => {
    mappings.clear(epoch);
  });
  expectFound("is there and should not be", ({ mappings }, state) => {
    mappings.insert(state.epoch, { ...state.space(1).vmaAt(FILE_PAGE)!, startPage: 9000, endPage: 9001 });
  });
});

Deno.test("checkPageCache() finds a dirty page that the inode does not know of", () => {
  expectFound("IN5: page", (inode, state) => {
    const index = inode.cache.nextLeaf(0);
    const cached = [index, index + 1, index + 2].find((at) => inode.cachedFrame(at) >= 0)!;
    const frame = inode.cachedFrame(cached);
    state.frames.own(state.epoch, frame)[state.frames.offset(frame) + FLAGS] |= F_DIRTY;
    inode.maybeDirty.remove(state.epoch, cached);
  });
});

Deno.test("checkPageCache() finds a wrong count of open files", () => {
  expectFound("counts 2 open files and working directories, there are 1", (inode) => inode.openCount++);
});

Deno.test("takeCensus() finds a frame that caches two pages", () => {
  const { state } = givenSoundMachine();
  const [, { cache }] = [...state.inodes.entries()][0];
  cache.own(state.epoch, 40)[cache.offset(40)] = cache.peek(0)[cache.offset(0)];
  assertThrows(() => takeCensus(state), KernelAssertion, "IN1: frame");
});
