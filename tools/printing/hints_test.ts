/** Tests of how numbers of events are shown. */
import { assertEquals } from "@std/assert";
import { system } from "@palimpsest/fs";
import { HINTS, resultWords } from "./hints.ts";

Deno.test("every print hint of the kernel's and the file system's kinds has a formatter", () => {
  const { schema } = system().codec;
  const records = [...schema.effects.map(({ record }) => record)];
  for (const { record, outcome } of schema.events) records.push(record, outcome);
  const hints = records.flatMap(({ fields }) => fields.map(({ field }) => field.print ?? "none"));
  const missing = new Set(hints.filter((hint) => hint !== "none" && !Object.hasOwn(HINTS, hint)));
  assertEquals([...missing], []);
});

Deno.test("flags are shown by the names strace gives them", () => {
  assertEquals([0, 3, 5].map(HINTS.prot), ["PROT_NONE", "PROT_READ|PROT_WRITE", "PROT_READ|PROT_EXEC"]);
  assertEquals([0x22, 0x812, 0x21].map(HINTS.mapFlags), [
    "MAP_PRIVATE|MAP_ANONYMOUS",
    "MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE",
    "MAP_SHARED|MAP_ANONYMOUS",
  ]);
  assertEquals([0, 0x80000, 0x242].map(HINTS.openFlags), [
    "O_RDONLY",
    "O_RDONLY|O_CLOEXEC",
    "O_RDWR|O_CREAT|O_TRUNC",
  ]);
  assertEquals(HINTS.cloneFlags(0x1200011), "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD");
  assertEquals([HINTS.advice(4), HINTS.whence(2), HINTS.fd(-100), HINTS.signal(17)], [
    "MADV_DONTNEED",
    "SEEK_END",
    "AT_FDCWD",
    "SIGCHLD",
  ]);
});

Deno.test("a result is a number, or -1 with its errno", () => {
  assertEquals([resultWords(3), resultWords(-2)], ["3", "-1 ENOENT (No such file or directory)"]);
});
