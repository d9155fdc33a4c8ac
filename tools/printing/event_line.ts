/**
 * An event as a line for people: calls as strace(1) prints them, what is no call between dashes, as strace does with
 * signals. The process stands before it.
 *
 *     1  mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0x0) = 0x7ffff7fc0000
 *     1  --- page fault: writes 0x7ffff7fc0008, page absent: minor ---
 *     1  access(0x7ffff7ff42a0, 0x4) "/etc/ld.so.preload" = -1 ENOENT (No such file or directory) [given]
 *     1  --- SIGCHLD ---
 */

import {
  addressOf,
  type AnyEvent,
  FAULT_ACCESS,
  FAULT_OUTCOME,
  formatHex,
  printEffect,
  printEvent,
  type Schema,
  signalName,
} from "@palimpsest/kernel";
import { PRINTERS, resultWords } from "./hints.ts";
import { oomKillWords, reclaimWords, swapInWords } from "./reclaim_words.ts";

const OUTCOMES: Readonly<Record<number, string>> = {
  [FAULT_OUTCOME.minor]: "minor",
  [FAULT_OUTCOME.major]: "major",
  [FAULT_OUTCOME.segvMapErr]: "SIGSEGV, nothing is mapped there (SEGV_MAPERR)",
  [FAULT_OUTCOME.segvAccErr]: "SIGSEGV, not permitted (SEGV_ACCERR)",
  [FAULT_OUTCOME.busAdrErr]: "SIGBUS, behind the end of the file (BUS_ADRERR)",
  [FAULT_OUTCOME.generalProtection]: "SIGSEGV, no such address (SI_KERNEL)",
  [FAULT_OUTCOME.outOfMemory]: "out of memory",
};

/** How an event is printed. */
export interface EventLineOptions {
  /** Adds the effects, one an indented line. */
  readonly effects?: boolean;
}

/** An event as a line, without its number; several lines with its effects. */
export function eventLine(schema: Schema, event: AnyEvent, options: EventLineOptions = {}): string {
  const lines = [headLine(schema, event)];
  if (options.effects) {
    for (const effect of event.effects) lines.push(`      ${printEffect(schema, effect, PRINTERS)}`);
  }
  return lines.join("\n");
}

function headLine(schema: Schema, event: AnyEvent): string {
  const words = WORDS[event.kind]?.(event);
  if (words !== undefined) return `${event.process ?? 0}  ${words}`;
  const line = printEvent(schema, event, PRINTERS);
  return NEVER_RETURNING.has(event.kind) ? line.replace(/ = 0$/, " = ?") : line;
}

/** Calls that nobody gets a result of. */
const NEVER_RETURNING = new Set(["exit", "exit_group"]);

/** Events that are no calls, and given calls. */
const WORDS: Readonly<Record<string, (event: AnyEvent) => string>> = {
  boot: ({ config }) => `--- boot ${config} ---`,
  fault: (event) => `--- ${faultWords(event)} ---`,
  store: ({ effects }) => `--- stores, in ${effects.length} ${effects.length === 1 ? "part" : "parts"} ---`,
  given: (event) => givenWords(event),
  signal: ({ number }) => `--- ${signalName(number as number)} ---`,
  setup: ({ what }) => `--- setup: ${what} ---`,
  reclaim: (event) => `--- ${reclaimWords(event)} ---`,
  oomKill: (event) => `--- ${oomKillWords(event)} ---`,
};

/** A fault in words: who touched what how, and what came of it. */
export function faultWords(event: AnyEvent): string {
  const [page, offset, access] = [event.page, event.offset, event.access] as number[];
  const verb = (access & FAULT_ACCESS.execute) !== 0
    ? "executes"
    : (access & FAULT_ACCESS.write) !== 0
    ? "writes"
    : "reads";
  const kernel = (access & FAULT_ACCESS.kernel) !== 0 ? "the kernel " : "";
  const presence = (access & FAULT_ACCESS.protection) !== 0 ? "present" : "absent";
  const address = formatHex(addressOf(page) + offset);
  const outcome = OUTCOMES[event.result as number] + swapInWords(event);
  return `page fault: ${kernel}${verb} ${address}, page ${presence}: ${outcome}`;
}

function givenWords({ name, arguments: args, path, result }: AnyEvent): string {
  const words = (args as number[]).map(formatHex).join(", ");
  const quoted = path === "" ? "" : JSON.stringify(path);
  const call = words === "" ? `${name}(${quoted})` : `${name}(${words})${quoted === "" ? "" : ` ${quoted}`}`;
  return `${call} = ${resultWords(result as number)} [given]`;
}
