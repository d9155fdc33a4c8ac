/** Tests of file operations. */
import { assertEquals } from "@std/assert";
import { answersTo } from "./testing/answers.ts";

Deno.test("files are opened at the lowest descriptor, written and read back", () => {
  const records = answersTo(
    "f = open t:a rdwr,creat",
    "pwrite f 0 hex:010203",
    "pread f 8 1",
    "fsize f",
    "lseek f 0 2",
    "wr f byte:9:2",
    "close f",
    "fsize f",
  );
  assertEquals(records.map(({ ret, hex, err }) => hex ?? err ?? ret), [3, 3, "0203", 3, 3, 2, 0, "EBADF"]);
});

Deno.test("buffers in the tested space fault", () => {
  const records = answersTo(
    "f = open t:a rdwr,creat",
    "pwrite f 0 seq:1:64",
    "a = mmap addr=A len=0x1000 flags=private,anon,fixed",
    "preadto f A 64 0",
    "preadto f A+0x1000 64 0",
  );
  assertEquals(records.slice(3).map(({ ret, min }) => [ret, min]), [[64, 1], [-1, 0]]);
});
