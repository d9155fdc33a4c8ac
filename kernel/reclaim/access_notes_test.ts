/** Tests of notes of touches. */
import { assertEquals } from "@std/assert";
import { AccessNotes } from "./access_notes.ts";

/** Touches such as "5r", process 1's; "!5r" is one that faulted. The runs as texts: "5+2r". */
function runsOf(touches: string): string[] {
  const notes = new AccessNotes();
  for (const touch of touches.split(" ")) {
    const page = parseInt(touch.replace("!", ""));
    const write = touch.endsWith("w");
    if (touch.startsWith("!")) notes.noteFault(1, page, write);
    else notes.note(1, page, write);
  }
  return flushed(notes);
}

function flushed(notes: AccessNotes): string[] {
  const runs: string[] = [];
  notes.flush(({ page, count, write }) => runs.push(`${page}+${count}${write ? "w" : "r"}`));
  return runs;
}

Deno.test("touches of pages in a row are one run", () => {
  assertEquals(runsOf("5r 5r 6r 7r 9r 8w 9w"), ["5+3r", "9+1r", "8+2w"]);
});

Deno.test("a page that is read and then written is written, and not both", () => {
  assertEquals(runsOf("5r 5w 5r 6w"), ["5+2w"]);
  assertEquals(runsOf("5r 6r 6w 6r 7w"), ["5+1r", "6+2w"]);
});

Deno.test("a fault is a touch itself", () => {
  assertEquals(runsOf("!5r 5r 5r 6r"), ["6+1r"]);
  assertEquals(runsOf("!5r 5w"), ["5+1w"]);
  assertEquals(runsOf("4r !5w 5r 4r"), ["4+1r", "4+1r"]);
});

Deno.test("processes do not share a run, and flushing begins anew", () => {
  const notes = new AccessNotes();
  notes.note(1, 5, false);
  notes.note(2, 6, false);
  assertEquals(flushed(notes), ["5+1r", "6+1r"]);
  notes.note(2, 6, false);
  assertEquals(flushed(notes), []);
  notes.note(2, 6, true);
  assertEquals(flushed(notes), ["6+1w"]);
});

Deno.test("notes say when they are full", () => {
  const notes = new AccessNotes();
  let count = 0;
  for (; !notes.isFull; count++) notes.note(1, 2 * count, false);
  assertEquals([count, flushed(notes).length, notes.isFull], [1024, 1024, false]);
});
