/**
 * The trace of a program: what it asked for, and what it got, step by step from its start. A child of fork() is a fresh
 * run of the program that is given its parent's answers until it comes to the fork.
 *
 *      parent   live ──── keep(step, result) ────▶ fork ── copy ──▶ live …
 *      child    retracing ─ take(step) ─ result ─▶ fork: 0 ───────▶ live …
 *
 *   TR1  A step is an operation, its first argument, a mix of its other arguments, and a number as result; bytes that it
 *        gave stand in a list.
 *   TR2  take() gives the result of the same step, or throws RunStopped("retrace"): the program decided by something
 *        else than what its calls and loads gave it.
 *   TR3  Signals are steps too, so that handlers run where they ran before.
 *   TR4  Columns lie in chunks; full chunks are shared between parent and child.
 */

import { hex } from "@palimpsest/kernel";
import { RunStopped } from "./stops.ts";

const CHUNK_STEPS = 8192;
/** Steps, and bytes that they gave, that are kept: a fork after more of them is refused. */
const STEPS_LIMIT = 1 << 23;
const BYTES_LIMIT = 1 << 26;

/** The columns of some thousand steps. */
interface Chunk {
  readonly operations: Uint16Array;
  readonly firsts: Float64Array;
  readonly rests: Int32Array;
  readonly results: Float64Array;
}

function newChunk(): Chunk {
  return {
    operations: new Uint16Array(CHUNK_STEPS),
    firsts: new Float64Array(CHUNK_STEPS),
    rests: new Int32Array(CHUNK_STEPS),
    results: new Float64Array(CHUNK_STEPS),
  };
}

function copyChunk(chunk: Chunk): Chunk {
  return {
    operations: chunk.operations.slice(),
    firsts: chunk.firsts.slice(),
    rests: chunk.rests.slice(),
    results: chunk.results.slice(),
  };
}

/** The numbers of operations, by name; one table for all traces. */
const operationNames: string[] = [];
const operationNumbers = new Map<string, number>();

/** The number of an operation in traces. */
export function operationNumber(name: string): number {
  const known = operationNumbers.get(name);
  if (known !== undefined) return known;
  const number = operationNames.push(name) - 1;
  operationNumbers.set(name, number);
  return number;
}

/** Steps that are signals: delivered between two steps, or in the middle of an access. */
export const SIGNAL_BETWEEN = operationNumber("signal");
export const SIGNAL_WITHIN = operationNumber("signal of an access");

/** What one program did since its start. */
export class Trace {
  private chunks: Chunk[] = [newChunk()];
  /** The last chunk, and how many steps it has. */
  private chunk = this.chunks[0];
  private chunkLength = 0;
  private length = 0;
  private bytesLength = 0;
  /** Bytes that steps gave; a step's result is the index. */
  private bytes: Uint8Array[] = [];
  private position = 0;
  /** Whether the program is on its way to the fork it was copied at. */
  isRetracing = false;
  /** Whether there were more steps, or bytes, than are kept: then none are. */
  isFull = false;

  /** Whether the way to the fork is behind: the next step must be the fork. */
  get isAtFork(): boolean {
    return this.isRetracing && this.position === this.length;
  }

  /** A trace with the same steps, at its start, to be retraced. */
  copy(): Trace {
    const copy = new Trace();
    copy.chunk = copyChunk(this.chunk);
    copy.chunks = [...this.chunks.slice(0, -1), copy.chunk];
    copy.chunkLength = this.chunkLength;
    copy.length = this.length;
    copy.bytes = this.bytes.slice();
    copy.bytesLength = this.bytesLength;
    copy.isRetracing = true;
    return copy;
  }

  /** The program came to the fork: from now on its steps are its own. */
  goLive(): void {
    this.isRetracing = false;
  }

  /** Keeps a step; its result. */
  keep(operation: number, first: number, rest: number, result: number): number {
    if (this.chunkLength === CHUNK_STEPS) this.beginChunk();
    if (this.isFull) return result;
    const { chunk } = this;
    const at = this.chunkLength++;
    this.length++;
    chunk.operations[at] = operation;
    chunk.firsts[at] = first;
    chunk.rests[at] = rest;
    chunk.results[at] = result;
    return result;
  }

  /** Keeps a step that gave bytes; the bytes. */
  keepBytes(operation: number, first: number, rest: number, bytes: Uint8Array): Uint8Array {
    this.bytesLength += bytes.length;
    if (this.bytesLength > BYTES_LIMIT) this.dropAll();
    if (this.isFull) return bytes;
    this.keep(operation, first, rest, this.bytes.push(bytes.slice()) - 1);
    return bytes;
  }

  private beginChunk(): void {
    if (this.length >= STEPS_LIMIT) return this.dropAll();
    this.chunk = newChunk();
    this.chunks.push(this.chunk);
    this.chunkLength = 0;
  }

  private dropAll(): void {
    this.isFull = true;
    this.chunks = [];
    this.bytes = [];
    this.chunkLength = 0;
  }

  /** The operation of the next step to retrace, or -1. */
  get nextOperation(): number {
    if (!this.isRetracing || this.position === this.length) return -1;
    return this.chunkOf(this.position).operations[this.position % CHUNK_STEPS];
  }

  /** The result of the next step, which must be this one. */
  take(operation: number, first: number, rest: number): number {
    if (this.position === this.length) this.refuse(operation, first, "the parent forks");
    const chunk = this.chunkOf(this.position);
    const at = this.position % CHUNK_STEPS;
    const isSame = chunk.operations[at] === operation && Object.is(chunk.firsts[at], first) &&
      chunk.rests[at] === rest;
    if (!isSame) {
      const was = stepText(chunk.operations[at], chunk.firsts[at]);
      const isSameText = was === stepText(operation, first);
      this.refuse(
        operation,
        first,
        isSameText ? "the parent gave other arguments" : `the parent's is ${was}`,
      );
    }
    this.position++;
    return chunk.results[at];
  }

  /** The bytes that the next step gave, which must be this one. */
  takeBytes(operation: number, first: number, rest: number): Uint8Array {
    return this.bytes[this.take(operation, first, rest)].slice();
  }

  /** The next step, a signal: its number, code and address. */
  takeSignal(): { number: number; code: number; address: number } {
    const chunk = this.chunkOf(this.position);
    const at = this.position % CHUNK_STEPS;
    this.position++;
    return { number: chunk.firsts[at], code: chunk.rests[at], address: chunk.results[at] };
  }

  private chunkOf(position: number): Chunk {
    return this.chunks[Math.floor(position / CHUNK_STEPS)];
  }

  private refuse(operation: number, first: number, before: string): never {
    const step = `its step ${this.position + 1} is ${stepText(operation, first)} there, where ${before}`;
    throw new RunStopped(
      "retrace",
      "The program does not retrace its steps: fork() runs it again from its start to bring the child to the " +
        `fork, and ${step}. Decide only by what calls, loads and arguments give; keep nothing outside main().`,
    );
  }
}

function stepText(operation: number, first: number): string {
  const argument = Math.abs(first) > 0xffff ? hex(first) : `${first}`;
  return `${operationNames[operation]}(${argument})`;
}

/** Mixes a number into a sum of 32 bits. */
export function mixNumber(sum: number, value: number): number {
  // The quick way for most numbers; the other one takes a division.
  if (value === (value | 0)) {
    const mixed = Math.imul(sum ^ value, 0x85ebca6b);
    return Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  }
  const low = Math.imul(sum ^ (value % 2 ** 32), 0x85ebca6b);
  return Math.imul((low ^ (low >>> 15)) + Math.trunc(value / 2 ** 32), 0x27d4eb2f);
}

/** Mixes bytes into a sum. */
export function mixBytes(sum: number, bytes: Uint8Array): number {
  let mixed = Math.imul(sum ^ bytes.length, 0x85ebca6b);
  for (let index = 0; index < bytes.length; index++) mixed = Math.imul(mixed ^ bytes[index], 0x01000193);
  return mixed ^ (mixed >>> 15);
}

/** Mixes a text into a sum. */
export function mixText(sum: number, text: string): number {
  let mixed = Math.imul(sum ^ text.length, 0x85ebca6b);
  for (let index = 0; index < text.length; index++) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed ^ (mixed >>> 15);
}
