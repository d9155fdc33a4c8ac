/**
 * Recordings with seeded mistakes, for tests: lines lost, doubled or exchanged, words and processes changed. Whatever
 * comes of them, it is a sentence or a difference, never a failure of the program.
 */
import type { Random } from "../../../../kernel/testing/random.ts";

const WORDS = [
  "0x0",
  "0x3",
  "0x1000",
  "0xffffffff",
  "0x7ffffffff000",
  "0x8000000000000000",
  "0xffffffffffffffff",
];
const NAMES = (
  "mmap munmap brk mremap mprotect madvise mincore mlock msync openat close dup2 pipe2 fcntl read write pwrite64 lseek " +
  "writev copy_file_range ftruncate fallocate socket close_range unlink clone wait4 execve exit_group"
).split(" ");

type Mutation = (lines: string[], at: number, random: Random) => void;

const MUTATIONS: readonly Mutation[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at, random) => lines.splice(at, 0, random.pick(lines)),
  (lines, at, random) => {
    const other = random.below(lines.length);
    [lines[at], lines[other]] = [lines[other], lines[at]];
  },
  (lines, at, random) => {
    const anyWord = () =>
      random.chance(1, 2) ? random.pick(WORDS) : `0x${random.below(2 ** 48).toString(16)}`;
    lines[at] = lines[at].replace(/0x[0-9a-f]+/g, (word) => random.chance(1, 3) ? anyWord() : word);
  },
  (lines, at, random) => {
    lines[at] = lines[at].replace(/"p\d"/g, () => `"p${random.below(4)}"`);
  },
  (lines, at, random) => {
    lines[at] = lines[at].replace(/"name":"\w+"/, () => `"name":"${random.pick(NAMES)}"`);
  },
];

/** The text of a recording with one to four mistakes. */
export function mutatedRecording(text: string, random: Random): string {
  const lines = text.trimEnd().split("\n");
  for (let count = random.between(1, 4); count > 0; count--) {
    random.pick(MUTATIONS)(lines, random.below(lines.length), random);
  }
  return lines.join("\n") + "\n";
}
