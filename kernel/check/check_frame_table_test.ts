/** Tests of the checker of the frame table: each spoils one thing. */
import { assert, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import {
  F_CACHED,
  F_CONTENT,
  F_EXCLUSIVE,
  F_SPARSE,
  F_SWAP_CACHE,
  FLAGS,
  HASH_HI,
  HASH_LO,
  INDEX_LO,
  MAPS,
  OWNER,
  SPARSE_BLOCK,
} from "../memory/frame.ts";
import type { MachineFixture } from "../testing/machine_fixture.ts";
import { checkFrameTable } from "./check_frame_table.ts";
import {
  ANON_PAGE,
  FILE_PAGE,
  givenSoundMachine,
  SHARED_PAGE,
  SWAPPED_PAGE,
} from "./testing/sound_machine.ts";

/** Spoils a sound machine, and expects the checker to say so. */
function expectFound(message: string, spoil: (given: MachineFixture) => void): void {
  const given = givenSoundMachine();
  checkFrameTable(given.state);
  spoil(given);
  assertThrows(() => checkFrameTable(given.state), KernelAssertion, message);
}

function changeWord(
  { state }: MachineFixture,
  frame: number,
  column: number,
  change: (word: number) => number,
): void {
  const leaf = state.frames.own(state.epoch, frame);
  const at = state.frames.offset(frame) + column;
  leaf[at] = change(leaf[at]);
}

Deno.test("checkFrameTable() finds words in the record of a free frame", () => {
  expectFound("FT1: free frame 250 has the record", (given) => changeWord(given, 250, OWNER, () => 3));
});

Deno.test("checkFrameTable() finds a mapping too many, and a page table entry that nobody counts", () => {
  const more = (word: number) => word + 1;
  expectFound(
    "has 2 mappings, 1 PTEs name it",
    (given) => changeWord(given, given.frameAt(ANON_PAGE), MAPS, more),
  );
  expectFound("PTEs name it", (given) => {
    const { space, state } = given;
    const pte = space.pte(ANON_PAGE);
    space.pages.own(state.epoch, ANON_PAGE + 5)[space.pages.offset(ANON_PAGE + 5)] = pte;
  });
});

Deno.test("checkFrameTable() finds a frame without references, and references to a free frame", () => {
  expectFound("FT2: used frame 77 has no reference", (given) => {
    changeWord(given, 77, FLAGS, () => 1);
    given.state.frameMap.take(77);
  });
  expectFound("is free, but mapped or cached", (given) => {
    const { space, state } = given;
    space.pages.own(state.epoch, ANON_PAGE + 5)[space.pages.offset(ANON_PAGE + 5)] = 240 << 8 | 1;
  });
});

Deno.test("checkFrameTable() finds frames that disagree with the page cache", () => {
  const notCached = (flags: number) => flags & ~F_CACHED;
  expectFound("not cached", (given) => changeWord(given, given.frameAt(FILE_PAGE), FLAGS, notCached));
  const other = (index: number) => index + 1;
  expectFound(
    "the page cache has it as page 0",
    (given) => changeWord(given, given.frameAt(FILE_PAGE), INDEX_LO, other),
  );
  expectFound("the page cache has it as nothing", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE), FLAGS, (flags) => flags | F_CACHED);
  });
});

Deno.test("checkFrameTable() finds frames that disagree with the swap cache", () => {
  expectFound("FT5: frame", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE), FLAGS, (flags) => flags | F_SWAP_CACHE);
  });
  expectFound("has no reference", (given) => {
    const [[, { frame }]] = given.state.slots.entries();
    changeWord(given, frame, FLAGS, (flags) => flags & ~F_SWAP_CACHE);
  });
});

Deno.test("checkFrameTable() finds an exclusive frame that two share", () => {
  expectFound("FT3", (given) => {
    changeWord(given, given.frameAt(SHARED_PAGE), FLAGS, (flags) => flags | F_EXCLUSIVE);
  });
});

Deno.test("checkFrameTable() finds a frame of another owner, and of another index", () => {
  expectFound("FT4: page 100 of space 1 maps frame", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE), OWNER, (owner) => owner + 50);
  });
  expectFound("FT4: page 100 of space 1 has index 100", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE), INDEX_LO, (index) => index + 1);
  });
});

Deno.test("checkFrameTable() finds a content without its hash, its mark, or its frame", () => {
  expectFound("has hash", (given) => changeWord(given, given.frameAt(ANON_PAGE), HASH_LO, () => 1));
  expectFound("F_CONTENT true, content undefined", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE + 2), FLAGS, (flags) => flags | F_CONTENT);
  });
  expectFound(
    "has a content, but no F_CONTENT",
    (given) => given.state.contents.set(given.state.epoch, 250, 7),
  );
});

Deno.test("checkFrameTable() finds a mark of a sparse page without one, its place without the mark, and one place for two", () => {
  const fill = (given: MachineFixture) => {
    const { state } = given;
    const record = state.frames.own(state.epoch, given.frameAt(ANON_PAGE + 2));
    const { at } = state.frames;
    assert(state.sparsePages.fill(record, at, 0, 64, 7));
    record[at + HASH_LO] += state.sparsePages.changeLo;
    record[at + HASH_HI] += state.sparsePages.changeHi;
    return record[at + SPARSE_BLOCK];
  };
  expectFound("has a sparse page of 0 entries", (given) => {
    changeWord(given, given.frameAt(ANON_PAGE + 2), FLAGS, (flags) => flags | F_SPARSE);
  });
  expectFound("FT6: frame", (given) => {
    fill(given);
    given.state.contents.set(given.state.epoch, given.frameAt(ANON_PAGE + 2), 7);
    changeWord(given, given.frameAt(ANON_PAGE + 2), FLAGS, (flags) => flags | F_CONTENT);
  });
  expectFound("FT5: frame", (given) => {
    fill(given);
    changeWord(given, given.frameAt(ANON_PAGE + 2), FLAGS, (flags) => flags & ~F_SPARSE);
  });
  expectFound("SZ5: frames", (given) => {
    const block = fill(given);
    changeWord(given, given.frameAt(ANON_PAGE + 1), FLAGS, (flags) => flags | F_SPARSE);
    changeWord(given, given.frameAt(ANON_PAGE + 1), SPARSE_BLOCK, () => block);
    for (const column of [HASH_LO, HASH_HI]) {
      const word = given.state.frameWord(given.frameAt(ANON_PAGE + 2), column);
      changeWord(given, given.frameAt(ANON_PAGE + 1), column, () => word);
    }
  });
});

Deno.test("checkFrameTable() finds a frame map that says something else", () => {
  expectFound("FM2: used frame", (given) => {
    given.state.frameMap.release(given.frameAt(SWAPPED_PAGE + 1));
  });
  expectFound("FM2: ", ({ state }) => state.frameMap.usedCount++);
});
