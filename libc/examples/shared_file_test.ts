/** Test of the program shared_file. */
import { assertEquals } from "@std/assert";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { sharedFile } from "./shared_file.ts";

Deno.test("shared_file: two processes that only share a name see each other's stores", () => {
  const run = observeProgram(sharedFile);
  assertEquals([run.lines, run.status], [["the board says: hello from another process"], 0]);
  const maps = eventsOf(run, "mmap").filter(({ flags }) => flags === 1);
  assertEquals(new Set(maps.map(({ process }) => process)).size, 2);
  const inserted = run.events.flatMap(({ effects }) => effects).filter(({ kind }) => kind === "cacheInsert");
  const board = eventsOf(run, "openat").concat(eventsOf(run, "open")).find(({ path }) =>
    path === "/dev/shm/board"
  )!;
  const inode = board.effects.find(({ kind }) => kind === "inodeNew")!.inode;
  assertEquals(inserted.filter((effect) => effect.inode === inode).length, 1, "one page, one frame");
  assertEquals(
    run.machine.state.inodes.get(inode as number),
    undefined,
    "the last one to leave takes it along",
  );
});
