/** Tests of compaction of whole states. */
import { assert, assertEquals } from "@std/assert";
import { cacheInsert } from "../reduce/cache.ts";
import { inodeNew } from "../reduce/files.ts";
import { pagesFresh, pagesUnmap } from "../reduce/pages.ts";
import { spaceNew } from "../reduce/spaces.ts";
import { bytesSince } from "./state_bytes.ts";
import { compactStates } from "./state_compaction.ts";
import { State } from "./state.ts";

function furnish(): State {
  const state = State.empty(4096);
  const layout = { topPage: 1000, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
  spaceNew(state, { kind: "spaceNew", space: 1, ...layout });
  const making = {
    fileKind: 0,
    fileSystem: 1,
    sizeBytes: 0,
    mode: 0,
    links: 1,
    unknownStorage: false,
    name: "f",
  };
  inodeNew(state, { kind: "inodeNew", inode: 1, ...making });
  cacheInsert(state, {
    kind: "cacheInsert",
    inode: 1,
    index: 5,
    count: 40,
    frame: 3000,
    content: 0,
    order: 0,
  });
  return state;
}

Deno.test("states that are kept stay what they are, and the memory of the others is given back", () => {
  const state = furnish();
  const all: State[] = [];
  for (let round = 0; round < 50; round++) {
    const page = 1 + round % 7;
    const fresh = { page, count: 20 + round, frame: page, anonVma: 1, indexShift: 0 };
    pagesFresh(state, { kind: "pagesFresh", space: 1, ...fresh });
    all.push(state.checkpoint());
    pagesUnmap(state, { kind: "pagesUnmap", space: 1, page: 0, count: 1000 });
  }
  const kept = [all[10], all[49]];
  const before = bytesSince(state, undefined);
  compactStates([...kept, state]);
  assert(bytesSince(state, undefined) < before / 2);
  for (const [round, kept] of all.entries()) {
    const page = 1 + round % 7;
    const present = Array.from({ length: 100 }, (_, at) => at).filter((at) => kept.space(1).pte(at) !== 0);
    assertEquals([present[0], present.length], [page, 20 + round]);
    assertEquals([kept.frameWord(page, 0), kept.inode(1).cachedFrame(7)], [1, 3002]);
  }
  assertEquals(state.space(1).pages.leafCount, 0);
});
