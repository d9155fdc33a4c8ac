/** Test of the program save_array. */
import { assertEquals } from "@std/assert";
import { fileBytes } from "@palimpsest/kernel";
import { inodeAt } from "@palimpsest/fs";
import {
  countsOf,
  effectKinds,
  eventsOf,
  faultsIn,
  observeProgram,
  resultOf,
} from "../testing/observe_program.ts";
import { saveArray } from "./save_array.ts";

Deno.test("save_array: ten squares reach the file by stores alone", () => {
  const run = observeProgram(saveArray);
  assertEquals(run.lines, ["10 squares at 0x7ffff7ff6000"]);
  const array = resultOf(run, "mmap");
  assertEquals(faultsIn(run, 100, array, 40), ["pagesMap"], "one fault maps the page of the file");
  assertEquals(countsOf(run, "write"), { write: 1 }, "the only write is that of the terminal");
  assertEquals(effectKinds(eventsOf(run, "fsync")[0]).includes("storageWrite"), true);
  const inode = inodeAt(run.machine, "/disk/squares.bin")!;
  const { bytes } = fileBytes(run.machine.state, inode, 0, 100);
  const squares = Array.from({ length: 10 }, (_, index) => index * index);
  assertEquals([...new Int32Array(bytes.slice().buffer)], squares);
});
