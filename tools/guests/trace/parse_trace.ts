/**
 * Reading the text of a `.rep` trace.
 *
 *     20000      weight (not used)
 *     3          how many ids
 *     5          how many operations
 *     4096       peak of the payload (not used)
 *     a 0 512    then an operation a line (trace.ts)
 *
 *   TP1  What is wrong is told with its line. Nothing is guessed: an id that was freed or never allocated, a count that
 *        is not kept, are refused.
 */

import { UserError } from "../../command_line/failure.ts";
import { REQUEST, type Trace } from "./trace.ts";

const NEWLINE = 10;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const HEADER_LINES = 4;
/** Larger traces are refused: ids are 31 bits wide. */
const GREATEST_COUNT = 2 ** 31 - 1;
const GREATEST_SIZE = Number.MAX_SAFE_INTEGER;
const GREATEST_ALIGNMENT = 2 ** 30;

/** The kinds by their letters. */
const KINDS: Readonly<Record<string, number>> = {
  a: REQUEST.malloc,
  c: REQUEST.calloc,
  m: REQUEST.memalign,
  r: REQUEST.realloc,
  f: REQUEST.free,
};

/**
 * Reads a trace.
 *
 * @param file What complaints call it; its name names the trace.
 * @throws {UserError} It is no trace, or not a whole one.
 */
export function parseTrace(text: Uint8Array, file: string): Trace {
  return new TraceParser(text, file).parse();
}

/** A trace's name: that of its file, without folder and endings. */
export function traceName(file: string): string {
  return file.replace(/^.*[/\\]/, "").replace(/\.rep(\.gz)?$/, "");
}

class TraceParser {
  private position = 0;
  private line = 1;
  /** How many ids were allocated so far, and whether each is live. */
  private allocated = 0;
  private live = new Uint8Array(0);

  constructor(private readonly text: Uint8Array, private readonly file: string) {}

  parse(): Trace {
    this.header("the weight of the trace");
    const idCount = this.header("the number of ids");
    const count = this.header("the number of operations");
    this.header("the peak of the payload");
    // Every operation takes at least four bytes: a count that cannot be true must not take memory.
    if (count > this.text.length / 4 + 1 || idCount > count) {
      this.refuse(`the head says ${count} operations on ${idCount} ids, and the file is too short for them`);
    }
    this.live = new Uint8Array(idCount);
    const trace = {
      name: traceName(this.file),
      idCount,
      kinds: new Uint8Array(count),
      ids: new Int32Array(count),
      sizes: new Float64Array(count),
      alignments: new Int32Array(count),
    };
    for (let index = 0; index < count; index++) this.operation(trace, index);
    if (this.position < this.text.length) this.refuse(`more than the ${count} operations of the head`);
    return trace;
  }

  private header(what: string): number {
    if (this.position >= this.text.length) {
      this.refuse(`${what} is missing; a trace starts with ${HEADER_LINES} lines of numbers`);
    }
    const value = this.number(what, 0, GREATEST_COUNT);
    this.endLine();
    return value;
  }

  private operation(trace: Trace, index: number): void {
    const letter = String.fromCharCode(this.text[this.position] ?? NEWLINE);
    const kind = KINDS[letter];
    if (kind === undefined) {
      if (this.position >= this.text.length) {
        this.refuse(`the trace ends after ${index} of ${trace.kinds.length} operations`);
      }
      this.refuse("no operation; one begins with a, c, m, r or f");
    }
    this.position++;
    const isFree = kind === REQUEST.free;
    const id = this.next("the id", isFree ? -1 : 0, trace.idCount - 1);
    trace.kinds[index] = kind;
    trace.ids[index] = id;
    if (kind === REQUEST.memalign) trace.alignments[index] = this.alignment();
    if (!isFree) trace.sizes[index] = this.next("the size", 0, GREATEST_SIZE);
    this.endLine();
    this.follow(kind, id, trace.sizes[index]);
  }

  private alignment(): number {
    const alignment = this.next("the alignment", 1, GREATEST_ALIGNMENT);
    if (!Number.isInteger(Math.log2(alignment))) {
      this.refuse(`an alignment of ${alignment} is no power of two`);
    }
    return alignment;
  }

  /** Which ids are live (TR1). */
  private follow(kind: number, id: number, sizeBytes: number): void {
    const { live } = this;
    if (id < 0) return;
    if (kind === REQUEST.free) {
      if (live[id] === 0) this.refuseOperation(`block ${id} is freed, and is not live`);
      live[id] = 0;
      return;
    }
    if (kind === REQUEST.realloc && live[id] !== 0) {
      if (sizeBytes === 0) live[id] = 0;
      return;
    }
    if (id !== this.allocated) {
      const expected = live[id] !== 0 ? "it is live" : `the next new block is ${this.allocated}`;
      this.refuseOperation(`block ${id} is allocated, and ${expected}`);
    }
    this.allocated++;
    live[id] = 1;
  }

  private next(what: string, least: number, greatest: number): number {
    if (this.text[this.position] !== SPACE) this.refuse(`${what} is missing`);
    this.position++;
    return this.number(what, least, greatest);
  }

  private number(what: string, least: number, greatest: number): number {
    const { text } = this;
    const isNegative = text[this.position] === MINUS;
    if (isNegative) this.position++;
    const start = this.position;
    let value = 0;
    for (
      let digit = text[this.position] - ZERO;
      digit >= 0 && digit <= 9;
      digit = text[this.position] - ZERO
    ) {
      value = value * 10 + digit;
      this.position++;
    }
    if (isNegative) value = -value;
    if (this.position === start || value < least || value > greatest) {
      this.refuse(`${what} is not a whole number from ${least} to ${greatest}`);
    }
    return value;
  }

  private endLine(): void {
    if (this.text[this.position] === 13) this.position++;
    if (this.position < this.text.length && this.text[this.position] !== NEWLINE) {
      this.refuse("there is more on the line than belongs there");
    }
    this.position++;
    this.line++;
  }

  private refuse(sentence: string): never {
    throw new UserError(`${this.file}: line ${this.line}: ${sentence}.`);
  }

  /** Refuses the operation whose line has been read. */
  private refuseOperation(sentence: string): never {
    this.line--;
    this.refuse(sentence);
  }
}
