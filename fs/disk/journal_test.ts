/** Tests of the journal: changes, transactions, and the way home. */
import { assertEquals } from "@std/assert";
import { State } from "@palimpsest/kernel";
import type { DiskChange } from "./disk_change.ts";
import { Journal } from "./journal.ts";

const gone = (event: number): DiskChange => ({ what: "inodeGone", event, inode: event });

Deno.test("changes run until they are committed, and stay until they are at home", () => {
  const state = State.empty(16);
  const journal = Journal.empty(state.epoch);
  for (const event of [3, 4]) journal.note(state, state.epoch, gone(event));
  assertEquals([journal.runningCount, journal.committedCount], [2, 0]);
  journal.commit(state, state.epoch);
  journal.note(state, state.epoch, gone(9));
  assertEquals([journal.runningCount, journal.committedCount, journal.runningId], [1, 2, 2]);
  assertEquals(journal.transactions(), [{ id: 1, end: 2 }]);
  const home: number[] = [];
  journal.checkpoint(state, state.epoch, ({ event }) => home.push(event));
  assertEquals([home, journal.start, journal.transactions(), journal.change(2).event], [[3, 4], 2, [], 9]);
});

Deno.test("a copy shares what was there and goes its own way", () => {
  const state = State.empty(16);
  const journal = Journal.empty(state.epoch);
  journal.note(state, state.epoch, gone(3));
  const other = state.checkpoint();
  const copy = journal.clone(other.epoch);
  copy.commit(other, other.epoch);
  assertEquals([journal.runningCount, copy.runningCount, copy.transactions().length], [1, 0, 1]);
});

Deno.test("the digest holds the numbers and every change", () => {
  const state = State.empty(16);
  const journal = Journal.empty(state.epoch);
  assertEquals([...journal.records()], []);
  journal.note(state, state.epoch, gone(3));
  assertEquals([...journal.records()].length, 2);
});
