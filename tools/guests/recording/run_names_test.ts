/** Tests of names that are taken away. */
import { assertEquals } from "@std/assert";
import { vmaName } from "@palimpsest/fs";
import { differencesOf, runSmall } from "./testing/small_recording.ts";

const open = (real: string) => ({
  e: "sys",
  name: "openat",
  a: ["0xffffff9c", "0x0", "0x242", "0x1a4"],
  ret: 3,
  path: "x",
  real,
  fstype: "ext4",
});
const mmap = {
  e: "sys",
  name: "mmap",
  a: ["0x0", "0x1000", "0x3", "0x1", "0x3", "0x0"],
  ret: "0x7ffff7ffe000",
};

/** What a mapping of the file is called after some calls. */
function nameAfter(real: string, ...calls: Record<string, unknown>[]): string {
  const run = runSmall(open(real), mmap, ...calls.map((call) => ({ e: "sys", ret: 0, ...call })));
  assertEquals(differencesOf(run), []);
  const { state } = run.machine;
  const space = state.spaceOf(1);
  return vmaName(state, space, space.vmaAt(0x7ffff7ffe)!);
}

Deno.test("a mapped file that is unlinked is shown as deleted; its path is taken from the folder of the process", () => {
  assertEquals(nameAfter("/srv/x"), "/srv/x");
  assertEquals(nameAfter("/srv/x", { name: "unlink", a: ["0x0"], path: "x" }), "/srv/x (deleted)");
  assertEquals(
    nameAfter("/tmp/x", { name: "chdir", a: ["0x0"], path: "/tmp" }, {
      name: "unlink",
      a: ["0x0"],
      path: "x",
    }),
    "/tmp/x (deleted)",
  );
  assertEquals(
    nameAfter("/srv/x", { name: "unlinkat", a: ["0xffffff9c", "0x0", "0x0"], path: "./x" }),
    "/srv/x (deleted)",
  );
});

Deno.test("names that cannot be known, and unlinks that failed, take nothing away", () => {
  assertEquals(nameAfter("/srv/x", { name: "unlinkat", a: ["0x5", "0x0", "0x0"], path: "x" }), "/srv/x");
  assertEquals(
    nameAfter("/srv/x", { name: "unlink", a: ["0x0"], path: "x", ret: -1, err: "EACCES" }),
    "/srv/x",
  );
});
