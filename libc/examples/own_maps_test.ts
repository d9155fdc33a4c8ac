/** Test of the program own_maps. */
import { assertEquals } from "@std/assert";
import { mapsLines, printMapsLine } from "@palimpsest/fs";
import { boot } from "../boot.ts";
import { PROGRAM_MACHINE, runProgramOn } from "../runtime/run_program.ts";
import { observeProgram } from "../testing/observe_program.ts";
import { ownMaps } from "./own_maps.ts";

/** What the tools print of the moment after the program's first read, and what it printed itself. */
function toldAndRead(): { told: string[]; read: string[] } {
  const machine = boot(PROGRAM_MACHINE);
  let told: string[] | undefined;
  machine.observer = {
    event({ kind }) {
      if (kind === "read") told ??= mapsLines(machine.state, machine.state.spaceOf(100)).map(printMapsLine);
    },
  };
  const { output } = runProgramOn(machine, ownMaps);
  return { told: told!, read: output.split("\n").slice(0, -2) };
}

Deno.test("own_maps: what the program reads is what the tools print of that moment", () => {
  const { told, read } = toldAndRead();
  assertEquals(read, told);
  const places = read.map((line) => line.slice(73)).filter((name) => name !== "");
  assertEquals([places[0], places.includes("[heap]"), places.at(-1)], [
    "/disk/bin/own_maps",
    true,
    "[stack]",
  ]);
});

Deno.test("own_maps: its block lies in a mapping that it has read of", () => {
  const { lines, status } = observeProgram(ownMaps);
  const block = Number(/malloc gave (\S+):/.exec(lines.at(-1)!)![1]);
  const ranges = lines.slice(0, -1).map((line) => line.split(/[- ]/, 2).map((word) => parseInt(word, 16)));
  assertEquals([ranges.some(([start, end]) => start <= block && block < end), status], [true, 0]);
});
