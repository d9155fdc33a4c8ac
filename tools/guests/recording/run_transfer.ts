/**
 * Reading, writing and seeking. How much a read or a write transferred is given, for the bytes of files, pipes and
 * terminals are not in the recording; the copies to and from user memory are made, and the faults they take are asked.
 *
 *     read, write …            executed with the given count
 *     readv, copy_file_range …  given, since where their memory lies is not recorded; positions and sizes move
 *     lseek                    asked, where the machine knows what it needs: not at the end of a file of unknown size
 *     fcntl                    asked for descriptors and their flags, else given
 */

import {
  decideRead,
  decideWrite,
  FILE_REGULAR,
  fileAt,
  type Inode,
  OPEN,
  type OpenFile,
  type State,
  type Transaction,
} from "@palimpsest/kernel";
import type { CallRecord } from "./record.ts";
import { UNKNOWN_SIZE_BYTES } from "./recorded_files.ts";
import { askCall } from "./run_asked.ts";
import { type GivenChange, givenResult, runGivenCall } from "./run_given.ts";
import type { Run, RunProcess } from "./run.ts";
import { asInt32 } from "./word.ts";

/** read, pread64, write and pwrite64. */
export function runTransfer(run: Run, process: RunProcess, record: CallRecord): void {
  const result = givenResult(run, record);
  const isReading = record.name === "read" || record.name === "pread64";
  if (isReading && result >= 0) learnSize(run, process, record, result);
  run.checks.countGiven(record.name);
  askCall(run, process, record, { args: { given: result < 0 ? result : result + 1 }, kind: undefined });
}

/** A read of a file of unknown size that gave less than was wanted ended at the end of the file. */
function learnSize(run: Run, process: RunProcess, record: CallRecord, result: number): void {
  const [fd, , wanted, offset] = record.args.map(Number);
  const opened = openedAt(run.machine.state, process.pid, asInt32(fd));
  if (opened === undefined || result >= wanted) return;
  const { file, inode } = opened;
  if (inode.making.fileKind !== FILE_REGULAR || inode.sizeBytes < UNKNOWN_SIZE_BYTES) return;
  const sizeBytes = (record.name === "pread64" ? offset : file.position) + result;
  const isBehindEnd = result === 0 && sizeBytes > 0;
  if (isBehindEnd) return;
  setSize(run, process, inode, sizeBytes);
}

function setSize(run: Run, process: RunProcess, inode: Inode, sizeBytes: number): void {
  const what = `${inode.making.name} has ${sizeBytes} bytes`;
  run.machine.run({ kind: "setup", process: process.pid, what }, (tx) => {
    tx.emit({ kind: "inodeSize", inode: inode.id, sizeBytes });
    return {};
  });
}

const WHENCE_END = 2;

/** lseek. */
export function runSeek(run: Run, process: RunProcess, record: CallRecord): void {
  const [fd, , whence] = record.args.map(Number);
  const opened = openedAt(run.machine.state, process.pid, asInt32(fd));
  if (opened !== undefined && !isSeekKnown(opened, whence)) return runGivenCall(run, process, record, moveTo);
  askCall(run, process, record, { kind: "results" });
}

/** Whether the machine knows what a seek needs: the position of a regular file, or its size. */
function isSeekKnown({ file, inode }: Opened, whence: number): boolean {
  if (inode.making.fileKind !== FILE_REGULAR) return false;
  const isSizeKnown = inode.sizeBytes < UNKNOWN_SIZE_BYTES;
  return isSizeKnown || (whence < WHENCE_END && (file.flags & OPEN.APPEND) === 0);
}

const moveTo: GivenChange = (tx, { args: [fd] }, position) => {
  const file = fileAt(tx, asInt32(Number(fd)));
  const isRegular = file !== undefined && tx.state.inode(file.inode).making.fileKind === FILE_REGULAR;
  if (isRegular) tx.emit({ kind: "filePosition", file: file.id, position });
};

/** Commands of fcntl whose results follow from the machine's state: F_DUPFD, F_GETFD, F_SETFD, F_DUPFD_CLOEXEC. */
const ASKED_COMMANDS: ReadonlyMap<number, "descriptors" | "results"> = new Map([
  [0, "descriptors"],
  [1, "results"],
  [2, "results"],
  [1030, "descriptors"],
]);

/** fcntl. */
export function runFcntl(run: Run, process: RunProcess, record: CallRecord): void {
  const kind = ASKED_COMMANDS.get(asInt32(Number(record.args[1])));
  if (kind === undefined) runGivenCall(run, process, record);
  else askCall(run, process, record, { kind });
}

/** What given transfers do to the positions and sizes of their files. */
export const TRANSFER_CHANGES: Readonly<Record<string, GivenChange>> = {
  readv: (tx, { args }, result) => readAway(tx, args[0], result),
  preadv: (tx, { args }, result) => readAway(tx, args[0], result, Number(args[3])),
  preadv2: (tx, { args }, result) => readAway(tx, args[0], result, positionOf(args[3])),
  writev: (tx, { args }, result) => writeAway(tx, args[0], result),
  pwritev: (tx, { args }, result) => writeAway(tx, args[0], result, Number(args[3])),
  pwritev2: (tx, { args }, result) => writeAway(tx, args[0], result, positionOf(args[3])),
  sendfile: (tx, { args }, result) => {
    if (args[2] === 0) readAway(tx, args[1], result);
    writeAway(tx, args[0], result);
  },
  copy_file_range: (tx, { args }, result) => copyRange(tx, args, result),
  splice: (tx, { args }, result) => copyRange(tx, args, result),
};

/** copy_file_range and splice: from, its offset or the position, to, its offset or the position. */
function copyRange(
  tx: Transaction,
  [from, fromOffset, to, toOffset]: CallRecord["args"],
  result: number,
): void {
  if (fromOffset === 0) readAway(tx, from, result);
  // Where a pointer names the place, its value is not recorded.
  if (toOffset === 0) writeAway(tx, to, result);
}

/** preadv2 and pwritev2 take -1 for the position of the file. */
function positionOf(argument: number | string): number | undefined {
  return argument === -1 ? undefined : Number(argument);
}

const OUTSIDE = { buffer: 0, outside: 1 };

/** A read of `count` bytes into memory that is not recorded. */
function readAway(tx: Transaction, fd: number | string, count: number, position?: number): void {
  decideRead(tx, { fd: asInt32(Number(fd)), lengthBytes: count, given: count + 1, ...OUTSIDE }, position);
}

/** A write of `count` unknown bytes from memory that is not recorded. */
function writeAway(tx: Transaction, fd: number | string, count: number, position?: number): void {
  const bytes = new Uint8Array(0);
  decideWrite(
    tx,
    { fd: asInt32(Number(fd)), lengthBytes: count, given: count + 1, bytes, ...OUTSIDE },
    position,
  );
}

interface Opened {
  readonly file: OpenFile;
  readonly inode: Inode;
}

function openedAt(state: State, pid: number, fd: number): Opened | undefined {
  const entry = fd < 0 ? undefined : state.process(pid).descriptors.get(fd);
  if (entry === undefined) return undefined;
  const file = state.file(entry.file);
  return { file, inode: state.inode(file.inode) };
}
