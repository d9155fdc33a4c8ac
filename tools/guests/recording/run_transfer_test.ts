/** Tests of reading, writing and seeking. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const call = (name: string, a: string[], ret: number | string, rest = {}) => ({
  e: "sys",
  name,
  a,
  ret,
  ...rest,
});
const open = (real: string, flags: string) =>
  call("openat", ["0xffffff9c", "0x0", flags, "0x1a4"], 3, { path: real, real, fstype: "ext4" });
const known = open("/lib/known.so", "0x0");
const unknown = open("/etc/other", "0x2");
/** A buffer that is present: no faults. */
const BUFFER = "0x7fffffffe000";
const seek = (offset: string, whence: string, ret: number) => call("lseek", ["0x3", offset, whence], ret);

Deno.test("reads move the position by what was given, and seeks are asked", () => {
  const run = runSmall(
    known,
    call("read", ["0x3", BUFFER, "0x340"], 832),
    seek("0xffffffffffffffc0", "0x1", 768),
  );
  assertEquals(differencesOf(run), []);
  assertEquals([run.checks.given.read, run.checks.checked.results], [1, 1]);
});

Deno.test("a seek from the end is asked of a file of known size, and given for others", () => {
  assertEquals(differencesOf(runSmall(known, seek("0x0", "0x2", 20480))), []);
  assertEquals(differencesOf(runSmall(known, seek("0x0", "0x2", 7))), [[FIRST_LINE + 1, "7", "20480"]]);
  const run = runSmall(unknown, seek("0x0", "0x2", 7), seek("0x1", "0x1", 8));
  assertEquals(differencesOf(run), []);
  assertEquals(run.checks.given.lseek, 1);
});

Deno.test("a short read tells the size of a file", () => {
  const run = runSmall(unknown, call("read", ["0x3", BUFFER, "0x1000"], 114), seek("0x0", "0x2", 114));
  assertEquals(differencesOf(run), []);
  assertEquals(run.checks.given.lseek, undefined);
});

Deno.test("writes to a new file make it grow", () => {
  const created = open("/srv/new", "0xc1");
  const run = runSmall(created, call("write", ["0x3", BUFFER, "0x100"], 256), seek("0x0", "0x2", 256));
  assertEquals(differencesOf(run), []);
});

Deno.test("transfers whose memory is not recorded move positions all the same", () => {
  const created = open("/srv/new", "0xc2");
  const records = [
    created,
    call("writev", ["0x3", BUFFER, "0x2"], 300),
    seek("0x0", "0x1", 300),
    seek("0x0", "0x0", 0),
    call("readv", ["0x3", BUFFER, "0x2"], 100),
    seek("0x0", "0x1", 100),
    call("copy_file_range", ["0x3", "0x0", "0x3", BUFFER, "0x32", "0x0"], 50),
    seek("0x0", "0x1", 150),
  ];
  assertEquals(differencesOf(runSmall(...records)), []);
});

Deno.test("fcntl is asked for descriptors and their flags, and given otherwise", () => {
  const run = runSmall(
    call("fcntl", ["0x0", "0x0", "0xa"], 10),
    call("fcntl", ["0xa", "0x2", "0x1"], 0),
    call("fcntl", ["0xa", "0x1", "0x0"], 1),
    call("fcntl", ["0x0", "0x3", "0x0"], 4711),
  );
  assertEquals(differencesOf(run), []);
  assertEquals([run.checks.checked.descriptors, run.checks.checked.results, run.checks.given.fcntl], [
    1,
    2,
    1,
  ]);
});
