/**
 * The descriptors of a process, as rows.
 *
 *     FD  OPENED AS          POSITION  FILE
 *     3   O_RDONLY|O_CLOEXEC      832  /usr/lib/x86_64-linux-gnu/libc.so.6
 */

import { inodeName } from "@palimpsest/fs";
import { OPEN, type State } from "@palimpsest/kernel";
import { HINTS } from "./hints.ts";
import { tableLines } from "./table.ts";

/** A descriptor. */
export interface DescriptorRow {
  readonly descriptor: number;
  /** Access mode and flags, O_CLOEXEC included. */
  readonly openedAs: string;
  readonly position: number;
  readonly file: string;
}

/** The descriptors of a process, by number. */
export function descriptorRows(state: State, pid: number): DescriptorRow[] {
  return [...state.process(pid).descriptors.entries()].map(([descriptor, { file: id, closeOnExec }]) => {
    const file = state.file(id);
    const flags = (file.flags & ~OPEN.LARGEFILE) | (closeOnExec ? OPEN.CLOEXEC : 0);
    return {
      descriptor,
      openedAs: HINTS.openFlags(flags),
      position: file.position,
      file: inodeName(state.inode(file.inode)),
    };
  });
}

/** The rows as a table. */
export function descriptorLines(rows: readonly DescriptorRow[]): string[] {
  return tableLines(
    [["FD", "right"], ["OPENED AS", "left"], ["POSITION", "right"], ["FILE", "left"]],
    rows.map((row) => [`${row.descriptor}`, row.openedAs, `${row.position}`, row.file]),
  );
}
