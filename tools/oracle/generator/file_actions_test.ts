/** Files are opened and used in every way. */
import { assertOccur, linesOf } from "./testing.ts";
import { openFile, openMemfd, useFile } from "./file_actions.ts";
import { mapAnonymous } from "./mapping_actions.ts";

Deno.test("files are opened on both file systems, again, and in every way", () => {
  assertOccur(linesOf(openFile), [
    "open t:",
    "open d:",
    "rdonly",
    "wronly",
    "cloexec",
    "trunc",
    "append",
    "mode=0400",
  ]);
});

Deno.test("a memfd gets a size", () => {
  assertOccur(linesOf(openMemfd), ["= memfd f", "ftruncate f"]);
});

Deno.test("open files are cut, holed, written, read, moved to and from memory, and closed", () => {
  const operations = [
    "ftruncate",
    "pwrite",
    "wr ",
    "pread",
    "rd ",
    "lseek",
    "fsize",
    "preadto",
    "pwritefrom",
    "punch",
    "close",
  ];
  assertOccur(linesOf(useFile, mapAnonymous), [...operations, "dup", "unlink", "fsync", "fallocate", "-1"]);
});
