/**
 * Reading a file of /proc: its text is told from the state as it is at that moment (fs/seq_file.c: seq_read_iter;
 * fs/proc/task_mmu.c: pagemap_read).
 *
 *     text      a read gives whole records, as many as fit a page (or the first, if that is longer), or what is left of one
 *               that an earlier read tore
 *     pagemap   words of 8 bytes, page by page of the address space
 *
 *   PR1  A file tells of the process that its path names; of one that is gone reading is ESRCH.
 *   PR2  What tells of memory opens for the process's own user and for the superuser alone (EACCES).
 *   PR3  Nothing of it can be written (EINVAL; EIO for what tells of the machine, fs/proc/inode.c: proc_reg_write) but
 *        oom_score_adj: a number from -1000 to 1000; less than before only by the superuser (fs/proc/base.c:
 *        oom_score_adj_write).
 */

import {
  EACCES,
  EFAULT,
  EINVAL,
  EIO,
  ESRCH,
  type FileOperations,
  type Inode,
  OOM_SCORE_BIAS,
  type OpenFile,
  type Process,
  SEEK,
  type Sink,
  type Source,
  type State,
  TASK_SIZE_PAGES,
  type Transaction,
} from "@palimpsest/kernel";
import type { MachineSize } from "./meminfo.ts";
import { PAGEMAP_ENTRY_BYTES, pagemapBytes } from "./pagemap.ts";
import { MACHINE_TEXTS, PROCESS_TEXTS } from "./proc_text.ts";

/** Bytes that one read gathers records for, at least (a page: the buffer of seq_file). */
const BUFFER_BYTES = 4096;
/** Entries of pagemap that one read tells. */
const MOST_ENTRIES = 2 ** 17;
/** Bytes of a number that are looked at (PROC_NUMBUF, less its end). */
const MOST_NUMBER_BYTES = 12;

/** What reading and seeking a file of /proc does. */
export const procOperations: FileOperations = {
  read: readTold,
  write: writeTold,
  open: openTold,
  seek: seekTold,
};

/** A number that is written moves what the OOM killer thinks of a process. */
function writeTold(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source): number {
  const { process, name } = toldFile(tx.state, tx.state.inode(file.inode).name);
  if (name !== "oom_score_adj") return Object.hasOwn(MACHINE_TEXTS, name) ? -EIO : -EINVAL;
  const bytes = source.bytes?.(Math.min(lengthBytes, MOST_NUMBER_BYTES));
  if (bytes === undefined) return -EFAULT;
  const text = new TextDecoder().decode(bytes).trim();
  const adjustment = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (!(Math.abs(adjustment) <= OOM_SCORE_BIAS)) return -EINVAL;
  if (process === undefined) return -ESRCH;
  if (adjustment < process.oomScoreAdjustment && tx.process.credentials.effectiveUid !== 0) return -EACCES;
  tx.emit({ kind: "processOomScore", process: process.pid, biased: adjustment + OOM_SCORE_BIAS });
  return lengthBytes;
}

/** What tells of memory, of which only the process's user and the superuser may know (ptrace_may_access). */
const OF_MEMORY: readonly string[] = ["maps", "smaps", "pagemap"];

function openTold(tx: Transaction, { name: path }: Inode): number {
  const { process, name } = toldFile(tx.state, path);
  if (process === undefined || !OF_MEMORY.includes(name)) return 0;
  const { effectiveUid } = tx.process.credentials;
  const { uid, effectiveUid: acting, savedUid } = process.credentials;
  const isOwn = [uid, acting, savedUid].every((user) => user === effectiveUid);
  return effectiveUid === 0 || isOwn ? 0 : -EACCES;
}

/** What a path below /proc names. */
interface ToldFile {
  readonly process: Process | undefined;
  readonly name: string;
}

/** The records of a text of /proc by its path; undefined when there is no such text any more. */
export function toldRecords(state: State, path: string, size: MachineSize): string[] | undefined {
  const { process, name } = toldFile(state, path);
  if (process !== undefined) return PROCESS_TEXTS[name]?.(state, process);
  return /\/\d+\//.test(path) ? undefined : MACHINE_TEXTS[name]?.(state, size);
}

function toldFile(state: State, path: string): ToldFile {
  const pid = /\/(\d+)\/[^/]*$/.exec(path)?.[1];
  const process = pid === undefined ? undefined : state.processes.get(Number(pid));
  return { process, name: path.slice(path.lastIndexOf("/") + 1) };
}

function readTold(tx: Transaction, file: OpenFile, lengthBytes: number, sink: Sink, given?: number): number {
  const { name: path } = tx.state.inode(file.inode);
  const position = given ?? file.position;
  const bytes = path.endsWith("/pagemap")
    ? pagemapPart(tx, path, position, lengthBytes)
    : textPart(tx, path, position, lengthBytes);
  if (typeof bytes === "number") return bytes;
  if (bytes.length === 0) return 0;
  const count = sink(0, bytes.length, (frame, offset, done, partBytes) => {
    tx.emit({ kind: "bytesWrite", frame, offset, bytes: bytes.slice(done, done + partBytes) });
  });
  if (count === 0) return -EFAULT;
  if (given === undefined) tx.emit({ kind: "filePosition", file: file.id, position: position + count });
  return count;
}

function textPart(tx: Transaction, path: string, position: number, lengthBytes: number): Uint8Array | number {
  const records = toldRecords(tx.state, path, tx.config);
  if (records === undefined) return -ESRCH;
  return recordsFrom(records, position, lengthBytes);
}

/** The bytes of a text that one read at `position` gives. */
export function recordsFrom(records: readonly string[], position: number, lengthBytes: number): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let start = 0;
  let gathered = 0;
  for (const record of records) {
    const bytes = encoder.encode(record);
    const from = Math.max(0, position - start);
    start += bytes.length;
    if (from >= bytes.length) continue;
    const part = bytes.subarray(from);
    // What is left of a torn record goes first, and does not count for the buffer.
    if (gathered > 0 && gathered + part.length > BUFFER_BYTES) break;
    parts.push(part);
    gathered += from > 0 ? 0 : part.length;
    if (gathered >= lengthBytes) break;
  }
  return joined(parts, lengthBytes);
}

function joined(parts: readonly Uint8Array[], lengthBytes: number): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, lengthBytes);
}

function pagemapPart(
  tx: Transaction,
  path: string,
  position: number,
  lengthBytes: number,
): Uint8Array | number {
  const { process } = toldFile(tx.state, path);
  if (process === undefined || process.space === 0) return new Uint8Array(0);
  if (position % PAGEMAP_ENTRY_BYTES !== 0 || lengthBytes % PAGEMAP_ENTRY_BYTES !== 0) return -EINVAL;
  const first = position / PAGEMAP_ENTRY_BYTES;
  const count = Math.min(lengthBytes / PAGEMAP_ENTRY_BYTES, TASK_SIZE_PAGES - first, MOST_ENTRIES);
  if (count <= 0) return new Uint8Array(0);
  const showsFrames = tx.process.credentials.effectiveUid === 0;
  return pagemapBytes(tx.state, tx.state.space(process.space), first, count, showsFrames);
}

function seekTold(tx: Transaction, file: OpenFile, offset: number, whence: number): number {
  if (whence !== SEEK.SET && whence !== SEEK.CUR) return -EINVAL;
  const position = whence === SEEK.CUR ? file.position + offset : offset;
  if (position < 0) return -EINVAL;
  if (position !== file.position) tx.emit({ kind: "filePosition", file: file.id, position });
  return position;
}
