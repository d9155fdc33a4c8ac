/**
 * stdio.h: printing into streams, whose buffers lie in memory (stream.ts).
 *
 *      printf ── text ──▶ buffer ── a newline on a terminal, full, fflush, exit ──▶ write(2)
 */

import { errnoMessage } from "@palimpsest/kernel";
import { SpecialFileCalls } from "../calls/special_files.ts";
import type { Task } from "../runtime/task.ts";
import { type FormatArgument, formatText } from "./format.ts";
import { BUFFER_BYTES, BUFFERING, STDERR, STDOUT, STDOUT_BUFFER, STREAM } from "./stream.ts";

const EOF = -1;
const NEWLINE = 10;

/** Printing. */
export class Stdio extends SpecialFileCalls {
  /** The standard output stream, as an address. */
  get stdout(): number {
    return this.symbol(STDOUT);
  }

  /** The standard error stream, as an address. */
  get stderr(): number {
    return this.symbol(STDERR);
  }

  /** printf(3): prints to stdout; bytes printed, or -1. */
  *printf(format: string, ...given: readonly FormatArgument[]): Task<number> {
    return yield* this.put(this.stdout, this.format(format, given));
  }

  /** fprintf(3): prints to a stream. */
  *fprintf(stream: number, format: string, ...given: readonly FormatArgument[]): Task<number> {
    return yield* this.put(stream, this.format(format, given));
  }

  /** sprintf(3): prints into memory, with a terminating zero; bytes without it. */
  sprintf(buffer: number, format: string, ...given: readonly FormatArgument[]): number {
    return this.snprintf(buffer, Infinity, format, ...given);
  }

  /** snprintf(3): prints at most `sizeBytes` bytes into memory, the terminating zero among them; bytes of the whole text. */
  snprintf(buffer: number, sizeBytes: number, format: string, ...given: readonly FormatArgument[]): number {
    const bytes = new TextEncoder().encode(this.format(format, given));
    if (sizeBytes > 0) {
      const kept = bytes.subarray(0, Math.min(bytes.length, sizeBytes - 1));
      const terminated = new Uint8Array(kept.length + 1);
      terminated.set(kept);
      this.space.storeBytes(buffer, terminated);
    }
    return bytes.length;
  }

  /** puts(3): prints a string (an address or a text) and a newline. */
  *puts(string: FormatArgument): Task<number> {
    return yield* this.put(this.stdout, this.format("%s\n", [string]));
  }

  /** putchar(3): prints a character. */
  *putchar(character: number): Task<number> {
    yield* this.put(this.stdout, String.fromCharCode(character & 0xff));
    return character & 0xff;
  }

  /** fflush(3): writes out what a stream holds; 0, or EOF (-1). */
  *fflush(stream: number): Task<number> {
    const held = this.loadInt(stream + STREAM.count);
    return held === 0 ? 0 : yield* this.writeOut(stream, held);
  }

  /** perror(3): prints what went wrong in the last call that failed, to stderr. */
  *perror(what: string): Task<void> {
    const message = this.strerror(this.errno);
    yield* this.put(this.stderr, what === "" ? `${message}\n` : `${what}: ${message}\n`);
  }

  /** strerror(3): what an errno means. */
  strerror(errno: number): string {
    return errno === 0 ? "Success" : errnoMessage(errno);
  }

  /** Writes out what every stream holds: what exit() does last. */
  protected *flushAll(): Task<void> {
    yield* this.fflush(this.stdout);
  }

  /** What a format makes of its arguments. */
  private format(format: string, given: readonly FormatArgument[]): string {
    return formatText(format, given, (address) => this.loadString(address));
  }

  /** Puts text into a stream; bytes put, or EOF. */
  private *put(stream: number, text: string): Task<number> {
    const bytes = new TextEncoder().encode(text);
    if (this.bufferingOf(stream) === BUFFERING.none) return yield* this.putDirectly(stream, bytes);
    for (let done = 0; done < bytes.length;) {
      const held = this.loadInt(stream + STREAM.count);
      const part = bytes.subarray(done, done + BUFFER_BYTES - held);
      this.space.storeBytes(this.symbol(STDOUT_BUFFER) + held, part);
      this.storeInt(stream + STREAM.count, held + part.length);
      done += part.length;
      const due = this.dueBytes(stream, part, held);
      if (due > 0 && (yield* this.writeOut(stream, due)) !== 0) return EOF;
    }
    return bytes.length;
  }

  /** How much of the buffer is to be written out after `part` came behind the `held` bytes. */
  private dueBytes(stream: number, part: Uint8Array, held: number): number {
    if (held + part.length === BUFFER_BYTES) return BUFFER_BYTES;
    const isByLine = this.loadInt(stream + STREAM.buffering) === BUFFERING.lines;
    const newline = isByLine ? part.lastIndexOf(NEWLINE) : -1;
    return newline < 0 ? 0 : held + newline + 1;
  }

  /** Writes the first `due` bytes of a buffer out and moves the rest to its start. */
  private *writeOut(stream: number, due: number): Task<number> {
    const buffer = this.symbol(STDOUT_BUFFER);
    const held = this.loadInt(stream + STREAM.count);
    const fd = this.loadInt(stream + STREAM.descriptor);
    for (let done = 0; done < due;) {
      const written = yield* this.write(fd, buffer + done, due - done);
      if (written < 0) return EOF;
      done += written;
    }
    if (held > due) this.memmove(buffer, buffer + due, held - due);
    this.storeInt(stream + STREAM.count, held - due);
    return 0;
  }

  /** A stream without a buffer: the text passes through the stack. */
  private *putDirectly(stream: number, bytes: Uint8Array): Task<number> {
    const before = this.stackPointer;
    const place = this.alloca(bytes.length);
    this.space.storeBytes(place, bytes);
    const written = yield* this.write(this.loadInt(stream + STREAM.descriptor), place, bytes.length);
    this.stackPointer = before;
    return written < 0 ? EOF : written;
  }

  /** When a stream is written out; chosen at its first use. */
  private bufferingOf(stream: number): number {
    const known = this.loadInt(stream + STREAM.buffering);
    if (known !== BUFFERING.unknown) return known;
    const isTerminal = this.isatty(this.loadInt(stream + STREAM.descriptor)) === 1;
    const chosen = isTerminal ? BUFFERING.lines : BUFFERING.full;
    this.storeInt(stream + STREAM.buffering, chosen);
    return chosen;
  }
}
