/**
 * Pipes against Linux 6.18: 200 writes and reads of all sizes on a pipe with O_NONBLOCK, and on one with O_DIRECT too, as the
 * real kernel answered them.
 */
import { OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";

const SIZES = [0, 1, 10, 100, 1000, 2048, 4095, 4096, 4097, 5000, 8192, 70000];

/** What Linux answered: counts, and negated errnos. */
const ANSWERS: readonly (readonly [what: string, flags: number, answers: string])[] = [
  [
    "a pipe",
    OPEN.NONBLOCK,
    `
    -11 4095 4095 0 4096 1000 61440 -11 -11 -11 4097 100 904 1 4097 4096 -11 4097 1 57347 1 1 65536 -11
    2048 -11 0 10 -11 -11 -11 -11 -11 -11 -11 -11 -11 -11 1000 1 4097 4096 -11 -11 -11 -11 4097 1000
    4096 -11 -11 1 -11 1 8192 1000 5000 1000 4095 100 4096 8192 4096 4097 5000 10 1 4097 1000 4097 0
    4095 0 1 4095 2048 1 5000 8192 10 5000 1000 1000 1000 1000 8192 4095 1000 4097 100 2048 4097 10
    20848 4095 0 4096 8192 8192 4096 0 -11 -11 1000 4096 -11 -11 -11 -11 -11 -11 -11 -11 0 -11 8192 4096
    100 2048 16384 -11 -11 4096 8192 10 1000 -11 -11 1000 4096 1000 2048 10 -11 -11 4095 4096 -11 -11 0
    10 -11 -11 4096 58139 -11 2048 1 1000 1000 10 100 1 1000 4096 4097 2048 5000 100 5000 4096 4096 1000
    10 4095 1000 1000 4097 5000 5000 4096 1000 1000 2048 4095 10 2048 8192 100 1000 12288 -11 -11 -11
    -11 54340 1 1 4095 4095 -11 100 1000 1100 -11 65536 1000 -11 -11 8192`,
  ],
  [
    "a pipe of packets",
    OPEN.NONBLOCK | OPEN.DIRECT,
    `
    -11 4095 4095 0 4096 1000 65536 -11 -11 -11 4096 100 -11 -11 4096 4096 -11 4096 1 4096 1 4096 4096
    -11 2048 4096 0 10 4096 -11 -11 -11 -11 -11 -11 -11 -11 -11 1000 1 4096 12288 -11 -11 -11 -11 4096
    1000 8192 -11 -11 1 4096 1 4096 1000 4096 1000 100 100 4096 1 1 4097 4096 10 1 4096 1000 4096 0 4095
    0 1 4095 2048 1 4096 4096 10 5000 1000 1000 1000 1000 -11 -11 1000 4096 -11 1000 4096 -11 -11 100 0
    4096 4096 4096 -11 0 -11 -11 1 4096 -11 -11 -11 -11 -11 -11 -11 -11 0 -11 10 1 1 2048 16384 -11 -11
    1 4096 10 1000 8192 -11 904 4096 1000 1000 10 8192 4095 4095 4096 -11 -11 0 10 4096 -11 4096 4096
    2048 2048 1 1000 1000 10 100 1 -11 -11 -11 -11 -11 -11 -11 4096 4096 1000 10 4095 1000 -11 -11 4096
    4096 4096 1000 1000 2048 -11 -11 -11 -11 100 1000 8192 -11 -11 -11 -11 4095 1 4096 4095 4096 2048
    100 1000 1 1000 8192 100 2048 -11 1`,
  ],
];

/** The generator that the operations come from: a linear congruence, as in the program that asked Linux. */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

for (const [what, flags, answers] of ANSWERS) {
  Deno.test(`${what} takes and gives what Linux's does, whatever was written and read before`, () => {
    const fixture = fsFixture();
    fixture.call("pipe2", { flags, outside: 1 });
    const next = randomNumbers();
    const expected = answers.trim().split(/\s+/).map(Number);
    const got = expected.map(() => {
      const isWrite = next() % 5 < 3;
      const lengthBytes = SIZES[next() % SIZES.length];
      const args = { lengthBytes, outside: 1 };
      return isWrite ? fixture.call("write", { fd: 1, ...args }) : fixture.call("read", { fd: 0, ...args });
    });
    assertEquals(got, expected);
  });
}
