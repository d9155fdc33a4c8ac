/** Tests of records as reducers may write to them: the state's own, or copied first. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { givenProcess } from "../testing/machine_fixture.ts";
import { ownAnonVma, ownFile, ownInode, ownProcess, ownSpace } from "./own.ts";

/** A state with one record of each kind, numbered 1. */
function givenRecords() {
  const given = givenProcess();
  given.openFile();
  given.map(100, 1);
  given.touch(100, "w");
  return given.state;
}

const OWNERS = [
  { what: "address space", own: ownSpace },
  { what: "process", own: ownProcess },
  { what: "open file", own: ownFile },
  { what: "inode", own: ownInode },
  { what: "anon_vma", own: ownAnonVma },
] as const;

for (const { what, own } of OWNERS) {
  Deno.test(`the ${what} is copied at the first write after a checkpoint, and then is the state's own`, () => {
    const state = givenRecords();
    const first = own(state, 1);
    assertStrictEquals(own(state, 1), first);
    const before = state.checkpoint();
    const second = own(state, 1);
    assertEquals([second === first, second.epoch === state.epoch], [false, true]);
    assertStrictEquals(own(state, 1), second);
    assertEquals(own(before, 1) === second, false);
  });
}
