/**
 * The terminal: what is written to it stays readable as the file's bytes, in the order in which it was written; there is
 * nothing to read from it (the end of input).
 *
 *      write ──▶ appended to the inode's pages, whatever the position ──▶ terminalText() of any state, past ones too
 */

import {
  FILE_TERMINAL,
  fileBytes,
  type FileOperations,
  FS_TMPFS,
  OPEN,
  type State,
  type Transaction,
  writeFile,
} from "@palimpsest/kernel";
import { makeFile } from "./furnish.ts";

/** The terminal's name. */
export const TERMINAL_PATH = "/dev/tty";

/** What reading and writing a terminal does. */
export const terminalOperations: FileOperations = {
  read: () => 0,
  write(tx, file, lengthBytes, source) {
    if (lengthBytes === 0) return 0;
    return writeFile(tx, file.inode, tx.state.inode(file.inode).sizeBytes, lengthBytes, source);
  },
};

/** Makes a terminal and opens it as descriptors 0, 1 and 2 of the acting process; its inode. */
export function openTerminal(tx: Transaction): number {
  const inode = makeFile(tx, {
    path: TERMINAL_PATH,
    fileKind: FILE_TERMINAL,
    fileSystem: FS_TMPFS,
    sizeBytes: 0,
    mode: 0o620,
    unknownStorage: false,
  });
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDWR });
  for (const descriptor of [0, 1, 2]) {
    tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file, closeOnExec: false });
  }
  return inode;
}

/** What was written to a terminal, as text. */
export function terminalText(state: State, inode: number): string {
  return new TextDecoder().decode(fileBytes(state, inode, 0, state.inode(inode).sizeBytes).bytes);
}
