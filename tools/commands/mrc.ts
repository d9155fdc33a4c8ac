/**
 * `mrc GUEST|LOG`: the miss-ratio curve of a trace under lru, from one pass, and its working set over time.
 */

import { defineCommand } from "../command_line/command.ts";
import { exitStatus } from "../command_line/failure.ts";
import { writeOutputFile } from "../command_line/files.ts";
import { readAnyReferences } from "../guests/references/any_source.ts";
import { PageNumbering } from "../guests/references/page_numbering.ts";
import { curveChart, curveTable, needLines, workingSetLine } from "../policies/curve_report.ts";
import { MissRatioCurve } from "../policies/miss_ratio_curve.ts";
import { countText } from "../policies/policy_report.ts";
import { StackDistances } from "../policies/stack_distances.ts";
import { WorkingSet } from "../policies/working_set.ts";

/** Points of the working set that text and chart are made of. */
const MOST_WINDOWS = 1000;

/** The command. */
export const mrc = defineCommand({
  name: "mrc",
  summary: "says how much memory a guest would have needed: faults for every size, in one pass",
  description: [
    "The whole miss-ratio curve under lru, and the working set over time. References come from the same places as for " +
    "the command policies: a .refs file, the output of valgrind's lackey, a log that was recorded with its accesses, or a " +
    "guest that is run for them (a program, a script, a trace of allocator requests).",
  ],
  operands: { input: { label: "GUEST|LOG", help: "where the references come from" } },
  options: {
    output: {
      kind: "text",
      short: "o",
      label: "FILE.svg",
      help: "write a chart of the curve and the working set",
    },
  },
  examples: [
    { command: "mrc ls.lackey.gz -o out/ls.svg", says: "the curve of a real program, with a chart" },
    { command: "mrc read_against_mmap", says: "how much memory a bundled program would have needed" },
    { command: "mrc tools/testdata/references/belady.refs --json", says: "a row for every number of frames" },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const numbering = new PageNumbering();
    const distances = new StackDistances();
    const workingSet = new WorkingSet();
    const sink = {
      reference(page: number) {
        const number = numbering.numberOf(page);
        distances.reference(number);
        workingSet.reference(number);
      },
    };
    const { notes } = await readAnyReferences(
      operands.input,
      sink,
      (done) => progress.report("reading", done),
    );
    progress.clear();
    const curve = new MissRatioCurve(distances);
    const series = workingSet.series(MOST_WINDOWS);
    for (const note of notes) warn(note);
    const title = `${countText(curve.referenceCount)} references to ${countText(curve.pageCount)} pages`;
    if (json) {
      for (let frames = 1; frames <= curve.pageCount; frames++) {
        printJson({ frames, faults: curve.faultsWith(frames) });
      }
    } else {
      print(title);
      for (const lines of [curveTable(curve), needLines(curve), [workingSetLine(series)]]) {
        if (lines.length > 0) print(["", ...lines].join("\n"));
      }
    }
    if (options.output !== undefined) await writeOutputFile(options.output, curveChart(title, curve, series));
    return exitStatus.done;
  },
});
