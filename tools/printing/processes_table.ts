/**
 * The processes of a machine, as rows, like ps(1).
 *
 *     PID  PPID  STATE    SIZE      PRESENT  MINFLT  MAJFLT  NAME
 *       1     0  running  5184 KiB  212 KiB      45       0  true
 */

import { PAGE_SIZE, type Process, PROCESS_WAITING, PROCESS_ZOMBIE, type State } from "@palimpsest/kernel";
import { pageRows } from "./pages_table.ts";
import { tableLines } from "./table.ts";

/** A process. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly state: "running" | "waiting" | "zombie";
  /** Bytes of all its mappings, and of those pages that are present. */
  readonly sizeBytes: number;
  readonly presentBytes: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly name: string;
}

/** Every process, by pid. */
export function processRows(state: State): ProcessRow[] {
  return [...state.processes.entries()].map(([, process]) => processRow(state, process));
}

/** The rows as a table. */
export function processLines(rows: readonly ProcessRow[]): string[] {
  const size = (bytes: number) => `${bytes / 1024} KiB`;
  return tableLines(
    [
      ["PID", "right"],
      ["PPID", "right"],
      ["STATE", "left"],
      ["SIZE", "right"],
      ["PRESENT", "right"],
      [
        "MINFLT",
        "right",
      ],
      ["MAJFLT", "right"],
      ["NAME", "left"],
    ],
    rows.map((row) => [
      `${row.pid}`,
      `${row.parent}`,
      row.state,
      size(row.sizeBytes),
      size(row.presentBytes),
      `${row.minorFaults}`,
      `${row.majorFaults}`,
      row.name,
    ]),
  );
}

function processRow(state: State, process: Process): ProcessRow {
  const { pid, parent, name, minorFaults, majorFaults } = process;
  const space = process.space === 0 ? undefined : state.space(process.space);
  const present = space === undefined ? [] : pageRows(state, space).filter(({ frame }) => frame >= 0);
  return {
    pid,
    parent,
    state: stateWord(process),
    sizeBytes: (space?.totalPages ?? 0) * PAGE_SIZE,
    presentBytes: present.reduce((sum, { pages }) => sum + pages, 0) * PAGE_SIZE,
    minorFaults,
    majorFaults,
    name,
  };
}

function stateWord({ state }: Process): ProcessRow["state"] {
  return state === PROCESS_ZOMBIE ? "zombie" : state === PROCESS_WAITING ? "waiting" : "running";
}
