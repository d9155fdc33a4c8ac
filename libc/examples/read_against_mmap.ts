/**
 * The same 256 KiB of a file, added up twice: by read() into a buffer of 4 KiB, and through a mapping. read() takes a
 * call for each buffer and copies every byte; the mapping takes a fault for 16 pages at once (fault-around) and copies
 * nothing.
 */

import type { C } from "../c.ts";
import { defineProgram } from "../runtime/program.ts";
import type { Task } from "../runtime/task.ts";

const FILE_BYTES = 256 * 1024;
const BUFFER_BYTES = 4096;

/** Counts calls and faults of both ways. */
export const readAgainstMmap = defineProgram("read_against_mmap", {
  about: "one file by read() and by mmap: calls and faults compared",
  bss: { buffer: { lengthBytes: BUFFER_BYTES, alignmentBytes: BUFFER_BYTES } },
  *main(c) {
    const fd = yield* makeFile(c);
    const start = c.counters();
    const read = yield* sumByRead(c, fd);
    const between = c.counters();
    const mapped = sumByMapping(c, fd);
    const end = c.counters();
    yield* c.printf("read: sum %d, %d calls, %d faults\n", read, ...since(start, between));
    yield* c.printf("mmap: sum %d, %d calls, %d faults\n", mapped, ...since(between, end));
    return 0;
  },
});

function* makeFile(c: C): Task<number> {
  const buffer = c.symbol("buffer");
  c.memset(buffer, 1, BUFFER_BYTES);
  const fd = c.open("ones.bin", c.O_RDWR | c.O_CREAT | c.O_TRUNC, 0o600);
  for (let done = 0; done < FILE_BYTES; done += BUFFER_BYTES) yield* c.write(fd, buffer, BUFFER_BYTES);
  return fd;
}

function* sumByRead(c: C, fd: number): Task<number> {
  const buffer = c.symbol("buffer");
  let sum = 0;
  c.lseek(fd, 0, c.SEEK_SET);
  while ((yield* c.read(fd, buffer, BUFFER_BYTES)) > 0) sum += bytesSum(c, buffer, BUFFER_BYTES);
  return sum;
}

function sumByMapping(c: C, fd: number): number {
  const file = c.mmap(c.NULL, FILE_BYTES, c.PROT_READ, c.MAP_PRIVATE, fd);
  return bytesSum(c, file, FILE_BYTES);
}

function bytesSum(c: C, start: number, lengthBytes: number): number {
  let sum = 0;
  for (let at = start; at < start + lengthBytes; at += BUFFER_BYTES) {
    for (const byte of c.space.loadBytes(at, BUFFER_BYTES)) sum += byte;
  }
  return sum;
}

function since(from: ReturnType<C["counters"]>, to: ReturnType<C["counters"]>): [number, number] {
  return [to.calls - from.calls, to.minorFaults + to.majorFaults - from.minorFaults - from.majorFaults];
}
