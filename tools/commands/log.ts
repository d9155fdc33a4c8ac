/**
 * `log FILE.plog`: the events of a log, printed like strace.
 */

import type { AnyEvent } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { resolvePosition } from "../command_line/position.ts";
import { LogView, type NumberedEvent } from "../log_file/log_view.ts";
import { nearestName } from "../command_line/nearest.ts";
import { eventLine } from "../printing/event_line.ts";
import { isSwapIn, isSwapOut } from "../printing/reclaim_words.ts";

/** The command. */
export const log = defineCommand({
  name: "log",
  summary: "prints the events of a log, like strace, with page faults between the calls",
  description: [
    "Each line has the number of the event, the process, and the event. A kind is the name of a call, or fault, " +
    "given, signal, setup, store, access, reclaim, oom-kill or boot; the name of a call also finds those whose results " +
    "were given, and swap-out and swap-in find every event that moved pages to swap or back.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    from: { kind: "position", label: "N", default: "0", help: "the first event to print" },
    to: { kind: "position", label: "M", default: "last", help: "the last event to print" },
    pid: { kind: "whole", label: "P", help: "only events of this process" },
    kind: { kind: "text", label: "K", help: "only events of this kind" },
    effects: { kind: "flag", help: "print what each event changed, too" },
  },
  examples: [
    { command: "log out/cat.plog --kind mmap", says: "every mmap of the run" },
    { command: "log out/cat.plog --from 20 --to 40 --effects", says: "a few events, with what they changed" },
  ],
  run({ operands, options, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log);
    if (view.damage !== undefined) warn(`log: ${view.damage}`);
    const from = resolvePosition(options.from, view.lastEvent);
    const to = resolvePosition(options.to, view.lastEvent);
    if (from > to) throw new UserError(`--from is event ${from}, which comes after --to, event ${to}.`);
    checkKind(view, options.kind, (done) => progress.report("searching", done, view.lastEvent));
    const { schema } = view.system.codec;
    const width = `${to}`.length;
    let isFound = false;
    for (const numbered of view.events(from, to)) {
      if (!isWanted(numbered, options)) continue;
      isFound = true;
      if (json) printJson(jsonOf(numbered));
      else print(`${`${numbered.number}`.padStart(width)}  ${eventLine(schema, numbered.event, options)}`);
    }
    if (!isFound) warn(`log: No event from ${from} to ${to} is ${wantedWords(options)}.`);
    return exitStatus.done;
  },
});

/** Kinds as people write them: by what happened, whatever the event is called. */
const WRITTEN_KINDS = {
  "swap-out": isSwapOut,
  "swap-in": isSwapIn,
  "oom-kill": ({ kind }: AnyEvent) => kind === "oomKill",
};

function isWrittenKind(kind: string): kind is keyof typeof WRITTEN_KINDS {
  return Object.hasOwn(WRITTEN_KINDS, kind);
}

/** Refuses what is no kind of event, nor the name of a call of this log whose results were given. */
function checkKind(view: LogView, kind: string | undefined, observe: (done: number) => void): void {
  const kinds = [...view.system.codec.schema.eventByName.keys(), ...Object.keys(WRITTEN_KINDS)];
  if (kind === undefined || kinds.includes(kind)) return;
  for (const { number, event } of view.events()) {
    if (event.kind === "given" && event.name === kind) return;
    observe(number);
  }
  const near = nearestName(kind, kinds);
  const hint = near === undefined ? "." : `; did you mean '${near}'?`;
  throw new UserError(
    `There is no kind of event '${kind}'${hint} The kinds are ${kinds.sort().join(", ")}.`,
  );
}

function isWanted({ event }: NumberedEvent, wanted: { pid?: number; kind?: string }): boolean {
  if (wanted.pid !== undefined && event.process !== wanted.pid) return false;
  if (wanted.kind === undefined || event.kind === wanted.kind) return true;
  if (isWrittenKind(wanted.kind)) return WRITTEN_KINDS[wanted.kind](event);
  return event.kind === "given" && event.name === wanted.kind;
}

function wantedWords({ pid, kind }: { pid?: number; kind?: string }): string {
  const words = [
    ...(kind === undefined ? [] : [`of the kind '${kind}'`]),
    ...(pid === undefined ? [] : [`of process ${pid}`]),
  ];
  return words.join(" and ");
}

/** An event as plain data: bytes in hexadecimal. */
function jsonOf({ number, event }: NumberedEvent): Record<string, unknown> {
  return { number, ...plain(event) };
}

function plain(record: Readonly<Record<string, unknown>> | AnyEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.toHex();
  if (!Array.isArray(value)) return value;
  return value.map((item) => typeof item === "object" && item !== null ? plain(item) : item);
}
