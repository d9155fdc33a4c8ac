/**
 * What a script answers: one header, then one record an operation, as newline-delimited JSON. The same shape whether the
 * native oracle or the simulated kernel answered, so that the two can be compared field by field.
 *
 *     {"hdr":1,"format":1,"kernel":"6.18.44",…,"A":"0x200000000000","B":…,"T":…,…}
 *     {"n":2,"p":"p0","op":"r1 = mmap len=0x3000","ret":"T-0x3000","min":0,"maj":0}
 *
 * RC1. The keys are those of the file: short, and a contract with every answer recorded so far.
 * RC2. A key that does not apply is absent, never null.
 * RC3. Addresses are texts already, relative to the areas of the header (see address_text.ts).
 */

/** One VMA: start, end, permissions, page offset, file, VmFlags and, in full dumps, residency runs. */
export type VmaEntry = [
  start: string,
  end: string,
  permissions: string,
  pageOffset: number,
  file: string,
  vmFlags: string,
  residency?: string,
];

/** One process in the record of `dump all`. */
export interface ProcessEntry {
  /** Name. */
  p: string;
  /** Current break, an address text. */
  brk: string;
  /** Pages of address space beyond those of a fresh process. */
  vsz: number;
  /** In address order. */
  vmas: VmaEntry[];
}

/** The answer to one operation. */
export interface ScriptRecord {
  /** Line number in the script. */
  n: number;
  /** Acting process. */
  p: string;
  /** The line. */
  op: string;
  /** Why the operation was not executed: `unsafe`, `no process` or `undef NAME`. */
  skip?: string;
  /** Result: a number, an address text (mmap, mremap, brk, sbrk) or a process name (fork, wait); -1 with `err`. */
  ret?: number | bigint | string;
  /** Name of the error. */
  err?: string;
  /** Completed accesses. */
  done?: number | bigint;
  /** Signal that an access met. */
  sig?: string;
  /** Its si_code. */
  code?: string;
  /** Its si_addr, an address text. */
  at?: string;
  /** Value loaded, `0x…`. */
  val?: string;
  /** Minor faults during the operation. */
  min?: number;
  /** Major faults during the operation. */
  maj?: number;
  /** mincore's vector: `COUNTxBIT` runs joined by blanks. */
  vec?: string;
  /** Bytes read, up to 64, as hexadecimal digits. */
  hex?: string;
  /** FNV-1a-64 of more bytes than that. */
  fnv?: string;
  /** How a waited-for process ended: `exit:N` or a signal. */
  status?: string;
  /** Exit code of a process that left. */
  exited?: number | bigint;
  /** The acting process was killed by the operation. */
  died?: true;
  /** Current break, an address text (dump). */
  brk?: string;
  /** Pages of address space beyond those of a fresh process. */
  vsz?: number;
  /** In address order. */
  vmas?: VmaEntry[];
  /** All live processes in order of creation (dump all). */
  procs?: ProcessEntry[];
}

/** The first line: the world in which the answers were given. */
export interface ScriptHeader {
  hdr: 1;
  /** Version of the answer format. */
  format: 1;
  /** Release of the kernel that answered. */
  kernel: string;
  /** Bytes a page. */
  page: 4096;
  /** Start of the area for explicit addresses. */
  A: string;
  /** Start of the heap. */
  B: string;
  /** End of the top-down area. */
  T: string;
  /** First address that no process can have. */
  task_size: string;
  mmap_min_addr: number;
  ram_pages: number;
  swap_pages: number;
  /** RLIMIT_MEMLOCK in bytes. */
  memlock: number;
  /** Bytes of the fault-around window. */
  fault_around: number;
  thp: "disabled";
  pku: false;
}

/** A whole answer. */
export interface ScriptAnswer {
  readonly header: ScriptHeader;
  readonly records: readonly ScriptRecord[];
}

/** An answer that is not one. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
}

/**
 * Reads an answer.
 * @param text newline-delimited JSON @param source what to call it in errors
 * @throws AnswerError at the first line that is not JSON, or when the header is missing
 */
export function parseAnswer(text: string, source: string): ScriptAnswer {
  const lines: unknown[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() !== "") lines.push(parseJsonLine(line, `${source}:${index + 1}`));
  });
  const [header, ...records] = lines as [ScriptHeader, ...ScriptRecord[]];
  if (header?.hdr !== 1 || header.format !== 1) {
    throw new AnswerError(`${source}:1: An answer starts with a header line of format 1.`);
  }
  return { header, records };
}

/** Integers beyond 2^53 become bigint, so that nothing is rounded. */
function parseJsonLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line, exactInteger as (key: string, value: unknown) => unknown);
  } catch (error) {
    throw new AnswerError(`${place}: This is not a line of JSON (${(error as Error).message}).`);
  }
}

function exactInteger(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context.source === undefined) return value;
  return /^-?[0-9]+$/.test(context.source) ? BigInt(context.source) : value;
}
