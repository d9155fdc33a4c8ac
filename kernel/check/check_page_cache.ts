/**
 * The checker of an inode: its page cache, storage and reverse map, IN1, IN3, IN4 and IN5 (state/inode.ts); what
 * IN2 allows depends on what happened before, and cannot be seen.
 */

import { pagesSpanning } from "../address.ts";
import { assertThat } from "../assert.ts";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import type { Vma } from "../memory/vma.ts";
import type { Inode } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import { checkSameVmas, vmasWhere } from "./vma_lists.ts";
import { wordsOf } from "./table_words.ts";

/** Throws a KernelAssertion unless what an inode keeps agrees with itself, the frame table and the VMAs. */
export function checkPageCache(state: State, inode: Inode): void {
  let cachedPages = 0;
  for (const [index, word] of wordsOf(inode.cache)) {
    if (word > 0) cachedPages++;
    assertThat(
      word > 0 || inode.isMemoryBacked,
      () => `IN1: page ${index} of inode ${inode.id}, which is no shmem file, is in swap slot ${-word - 1}`,
    );
  }
  assertThat(
    inode.cachedPages === cachedPages,
    () => `IN1: inode ${inode.id} counts ${inode.cachedPages} cached pages, ${cachedPages} are there`,
  );
  checkStorage(inode);
  checkDirty(state, inode);
  checkMappings(state, inode);
  let openCount = 0;
  for (const [, file] of state.files.entries()) if (file.inode === inode.id) openCount++;
  for (const [, { place }] of state.processes.entries()) if (place.workingDirectory === inode.id) openCount++;
  assertThat(
    inode.openCount === openCount,
    () =>
      `inode ${inode.id} counts ${inode.openCount} open files and working directories, there are ${openCount}`,
  );
}

function checkStorage({ id, storage, unknownPages, isMemoryBacked, sizeBytes }: Inode): void {
  assertThat(
    !isMemoryBacked || storage.size === 0,
    () => `IN3: memory-backed inode ${id} has ${storage.size} pages stored`,
  );
  assertThat(
    unknownPages <= pagesSpanning(sizeBytes),
    () => `IN3: inode ${id} of ${sizeBytes} bytes has ${unknownPages} pages of unknown storage`,
  );
}

function checkDirty(state: State, inode: Inode): void {
  if (inode.isMemoryBacked) return;
  for (const [index, word] of wordsOf(inode.cache)) {
    assertThat(
      word <= 0 || (state.frameWord(word - 1, FLAGS) & F_DIRTY) === 0 || inode.maybeDirty.get(index) === true,
      () => `IN5: page ${index} of inode ${inode.id} is dirty, and the inode does not know`,
    );
  }
}

function checkMappings(state: State, inode: Inode): void {
  inode.mappings.check();
  const expected = vmasWhere(state, (vma: Vma) => vma.inode === inode.id);
  checkSameVmas(`IN4: mappings of inode ${inode.id}`, inode.mappings.items(), expected);
}
