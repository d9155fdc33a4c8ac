/**
 * pipe(descriptors), pipe2(descriptors, flags): a pipe, with a descriptor for each end.                    pipe(2)
 *
 *     int descriptors[2]   | reading end | writing end |      in user memory, or `outside` it: then nothing is written
 *
 *  Errors, first match wins (fs/pipe.c: do_pipe2):
 *    EINVAL  flags other than O_CLOEXEC, O_NONBLOCK, O_DIRECT
 *    EMFILE  no two free descriptors
 *    EFAULT  the descriptors cannot be written (the pipe is gone again)
 */

import {
  closeDescriptor,
  defineCall,
  EFAULT,
  EINVAL,
  EMFILE,
  FILE_PIPE,
  freeDescriptor,
  FS_NONE,
  installDescriptor,
  OPEN,
  type Transaction,
  writeUserBytes,
} from "@palimpsest/kernel";

const KNOWN_FLAGS = OPEN.CLOEXEC | OPEN.NONBLOCK | OPEN.DIRECT;

/** pipe(2). */
export const pipe = defineCall("pipe", {
  id: 135,
  doc: "Make a pipe.",
  arguments: { descriptors: "address", outside: "none" },
  decide: (tx, { descriptors, outside }) => makePipe(tx, descriptors, 0, outside !== 0),
});

/** pipe2(2). */
export const pipe2 = defineCall("pipe2", {
  id: 136,
  doc: "Make a pipe, with flags.",
  arguments: { descriptors: "address", flags: "openFlags", outside: "none" },
  decide(tx, { descriptors, flags, outside }) {
    return (flags & ~KNOWN_FLAGS) !== 0 ? -EINVAL : makePipe(tx, descriptors, flags, outside !== 0);
  },
});

function makePipe(tx: Transaction, address: number, flags: number, isOutside: boolean): number {
  const first = freeDescriptor(tx.process);
  if (first < 0) return first;
  if (freeDescriptor(tx.process, first + 1) < 0) return -EMFILE;
  const inode = tx.state.counters.inode + 1;
  tx.emit({
    kind: "inodeNew",
    inode,
    fileKind: FILE_PIPE,
    fileSystem: FS_NONE,
    sizeBytes: 0,
    mode: 0o600,
    links: 0,
    unknownStorage: false,
    name: `pipe:[${inode}]`,
  });
  const ends = [OPEN.RDONLY, OPEN.WRONLY].map((access) => openEnd(tx, inode, access | flags & ~OPEN.CLOEXEC));
  tx.emitForeign({ kind: "pipeOpen", inode, readers: 1, writers: 1 });
  const numbers = ends.map((file) => installDescriptor(tx, file, (flags & OPEN.CLOEXEC) !== 0));
  if (isOutside || writeUserBytes(tx, address, new Uint8Array(new Int32Array(numbers).buffer))) return 0;
  for (const number of numbers) closeDescriptor(tx, tx.pid, number);
  return -EFAULT;
}

function openEnd(tx: Transaction, inode: number, flags: number): number {
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags });
  return file;
}
