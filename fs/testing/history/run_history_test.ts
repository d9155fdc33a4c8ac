/** Tests of histories on this machine: what operations print. */
import { assertEquals } from "@std/assert";
import { HistoryRun } from "./run_history.ts";

function answers(...lines: string[]): string[] {
  const run = new HistoryRun();
  return lines.map((line) => run.execute(line));
}

Deno.test("results, errnos, inodes by the order in which they are seen", () => {
  assertEquals(
    answers("mkdir -1 a 0755", "stat -1 a 0", "stat -1 / 0", "stat -1 a 0", "mkdir -1 a 0755"),
    [
      "0",
      "40755 links 2 owner 0:0 size 40 blocks 0 inode 0",
      "40777 links 4 owner 0:0 size 80 blocks 0 inode 1",
      "40755 links 2 owner 0:0 size 40 blocks 0 inode 0",
      "EEXIST",
    ],
  );
});

Deno.test("descriptors stand in slots, and bytes are told by their hash", () => {
  assertEquals(
    answers("open 0 -1 f 0x42 0644", "write 0 0 10 5", "read 0 0 100", "close 0", "read 0 0 1", "statfs /m"),
    ["0", "10", "10 acd74b0a", "0", "EBADF", "1021994 255"],
  );
});

Deno.test("users change, and listings show kinds", () => {
  assertEquals(
    answers(
      "as 1",
      "symlink x -1 l",
      "open 1 -1 . 0x10000 0",
      "list 1",
      "readlink -1 l 9",
      "getcwd 9",
      "as 2",
      "unlink -1 l 0",
    ),
    ["0", "0", "0", "2 l/10 m/4", "1 x", "2 /", "0", "0"],
  );
});
