/** Tests of the stories of misuse: the bundled program that makes every mistake, on allocators that find them. */
import { assert, assertEquals } from "@std/assert";
import type { AnyEvent } from "@palimpsest/kernel";
import { recordGuest } from "../commands/record.ts";
import { bundledGuest } from "../guests/program/program_guest.ts";
import { LogView } from "../log_file/log_view.ts";
import { heapFaultLines } from "./heap_fault_lines.ts";
import { heapFaults, type HeapFaultStory } from "./heap_faults.ts";

/** The stories of heap_misuse on an allocator, and its log. */
async function stories(allocator: string, look: (found: HeapFaultStory[], view: LogView) => void) {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/misuse.plog`;
    recordGuest(bundledGuest("heap_misuse", { allocator, namesSites: true })!, path);
    const view = LogView.open(path);
    look(heapFaults(view), view);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("each story names the events that allocated, freed and overwrote", async () => {
  await stories("debug", (found, view) => {
    const kindOf = (number?: number) => number === undefined ? undefined : view.event(number).kind;
    const rows = found.filter(({ fault }) => fault !== "leak").map((story) => [
      story.fault,
      kindOf(story.allocated?.event),
      kindOf(story.freed?.event),
      kindOf(story.overwritten),
    ]);
    assertEquals(rows, [
      ["double free", "malloc", "free", undefined],
      ["interior pointer", "malloc", undefined, undefined],
      ["invalid pointer", undefined, undefined, undefined],
      ["write past the end", "malloc", undefined, "store"],
      ["use after free", "malloc", "free", undefined],
    ]);
    for (const { allocated, block, process } of found.slice(0, 2)) {
      const event = view.event(allocated!.event) as AnyEvent;
      assertEquals([event.address, event.process], [block, process]);
      assert(allocated!.site.startsWith("heap_misuse.ts:"));
    }
  });
});

Deno.test("a header that was written over leads to the store that did it", async () => {
  for (const allocator of ["freelist", "bins"]) {
    await stories(allocator, (found, view) => {
      const { fault, overwritten, event } = found[3];
      assertEquals(fault, "corrupted header");
      assert(overwritten !== undefined && overwritten < event && view.event(overwritten).kind === "store");
      const state = view.stateAfter(overwritten);
      assert(state.processes.get(found[3].process) !== undefined);
    });
  }
});

Deno.test("leaks are added up by place; the others have lines with events", async () => {
  await stories("debug", (found) => {
    const lines = heapFaultLines(found, "x.plog");
    const start = lines.findIndex((line) => line.startsWith("write past the end of block 1 at 0x"));
    assert(/^ {2}overwritten {2}event \d+ {3}the last store there$/.test(lines[start + 2]), lines[start + 2]);
    assertEquals(
      lines[start + 4].startsWith("  to see the heap before it: deno task rewind x.plog --to "),
      true,
    );
    assertEquals(
      lines.find((line) => line.startsWith("leak")),
      "leak: 1200 bytes in 3 blocks were never freed",
    );
  });
});
