/** Tests of the tables of docs/exactness.md. */
import { assertEquals } from "@std/assert";
import { callsTable, rulesTable } from "./exactness_tables.ts";

const script =
  "# shows a rule\n# in two lines\na = mmap len=0x1000 flags=private,anon\nmadvise a 0x1000 DONTNEED\ndump\n";
const corpora = [{ name: "set", entries: [{ name: "x", script, answer: "" }] }];

Deno.test("a script's head is the rule it shows", () => {
  assertEquals(
    rulesTable(corpora).split("\n").at(-1),
    "| x | set | shows a rule in two lines | mmap madvise |",
  );
});

Deno.test("calls are counted with their flags and advice", () => {
  assertEquals(callsTable(corpora).split("\n").slice(2), [
    "| dump | 1 |  |",
    "| madvise | 1 | DONTNEED |",
    "| mmap | 1 | anon private |",
  ]);
});
