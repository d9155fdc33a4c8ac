/**
 * `diagram FILE.plog --at N`: a picture of a process's memory after any event of a log.
 */

import {
  addressSpaceMermaid,
  addressSpacePicture,
  addressSpaceText,
  mappingMermaid,
  mappingPicture,
  mappingText,
} from "@palimpsest/docs";
import type { AnyEvent, State } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { refuseSameFile, writeOutputFile } from "../command_line/files.ts";
import { resolvePosition } from "../command_line/position.ts";
import { LogView } from "../log_file/log_view.ts";
import { budgetBytesOf, memoryOption } from "../log_file/memory_option.ts";

const KINDS = ["mapping", "address-space"] as const;
const FORMATS = ["text", "mermaid"] as const;

/** The kinds of diagrams. */
export type DiagramKind = typeof KINDS[number];
/** How a diagram is written. */
export type DiagramFormat = typeof FORMATS[number];

/** The command. */
export const diagram = defineCommand({
  name: "diagram",
  summary: "draws a process's memory after any event of a log",
  description: [
    "mapping: virtual pages, the page frames they are in, and what backs those: files, or swap. Where the event is a " +
    "page fault, the page that faulted is marked, and its neighbours are shown one by one. address-space: every " +
    "mapping from the highest address down, and which of its pages are present.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    at: {
      kind: "position",
      label: "N",
      help: "the event to stand after: its number (0 is boot), 40%, last or last-3",
      required: true,
    },
    pid: { kind: "whole", label: "P", help: "the process to draw (default: the one the event is about)" },
    kind: { kind: "choice", choices: KINDS, default: "mapping", help: "what to draw" },
    format: { kind: "choice", choices: FORMATS, default: "text", help: "how to write it" },
    memory: memoryOption,
    output: { kind: "text", short: "o", label: "FILE", help: "the file to write instead of the screen" },
  },
  examples: [
    {
      command: "diagram out/cat.plog --at 40%",
      says: "pages, frames and files when two fifths had happened",
    },
    {
      command: "diagram out/cat.plog --at last-1 --kind address-space --format mermaid -o out/cat.mmd",
      says: "the address space just before the end, for a page that draws Mermaid",
    },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { budgetBytes: budgetBytesOf(options) });
    if (view.damage !== undefined) warn(`diagram: ${view.damage}`);
    const number = resolvePosition(options.at, view.lastEvent);
    const event = view.event(number);
    const state = view.stateAfter(number, (done, total) => progress.report("folding", done, total));
    progress.clear();
    const pid = processToDraw(state, options.pid, event, number);
    const text = drawDiagram(state, { pid, kind: options.kind, format: options.format, event });
    if (options.output !== undefined) {
      await refuseSameFile(options.output, operands.log, "the log");
      await writeOutputFile(options.output, text);
    }
    if (json) printJson({ event: number, pid, kind: options.kind, format: options.format, text });
    else if (options.output === undefined) print(text.trimEnd());
    else print(`Wrote ${options.output}.`);
    return exitStatus.done;
  },
});

/** What to draw of a state. */
export interface DiagramRequest {
  readonly pid: number;
  readonly kind: DiagramKind;
  readonly format: DiagramFormat;
  /** The event that made the state. */
  readonly event: AnyEvent;
}

/** A diagram as text. */
export function drawDiagram(state: State, { pid, kind, format, event }: DiagramRequest): string {
  if (kind === "mapping") {
    const isFault = event.kind === "fault" && event.process === pid;
    const picture = mappingPicture(state, pid, isFault ? { focusPage: event.page as number } : {});
    return format === "text" ? mappingText(picture) : mappingMermaid(picture);
  }
  const picture = addressSpacePicture(state, pid);
  return format === "text" ? addressSpaceText(picture) : addressSpaceMermaid(picture);
}

/** The process that was named, that the event is about, or that has memory. */
function processToDraw(state: State, pid: number | undefined, event: AnyEvent, number: number): number {
  const known = [...state.processes.entries()].map(([known]) => known);
  if (known.length === 0) {
    throw new UserError(`There is no process after event ${number}; take a later event.`);
  }
  if (pid !== undefined && !known.includes(pid)) {
    throw new UserError(`There is no process ${pid} after event ${number}; there is ${known.join(", ")}.`);
  }
  const about = event.process as number | undefined;
  const fallback = known.find((one) => state.process(one).space !== 0) ?? known[0];
  return pid ?? (about !== undefined && known.includes(about) ? about : fallback);
}
