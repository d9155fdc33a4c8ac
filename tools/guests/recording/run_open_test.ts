/** Tests of calls that open files. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const openat = (real: string, ret: number, flags = "0x80000") => ({
  e: "sys",
  name: "openat",
  a: ["0xffffff9c", "0x0", flags, "0x0"],
  ret,
  path: real,
  real,
  fstype: "ext4",
});

Deno.test("the descriptor is asked, the file is given", () => {
  const run = runSmall(openat("/lib/known.so", 3), openat("/etc/other", 5));
  assertEquals(differencesOf(run), []);
  assertEquals(run.checks.checked.descriptors, 2);
  assertEquals(differencesOf(runSmall(openat("/lib/known.so", 4))), [[FIRST_LINE, "4", "3"]]);
});

Deno.test("two opens of a path are two open files of one inode", () => {
  const { state } = runSmall(openat("/etc/other", 3), openat("/etc/other", 5)).machine;
  const files = [3, 5].map((fd) => state.process(1).descriptors.get(fd)!.file);
  assertEquals(files[0] === files[1], false);
  assertEquals(state.file(files[0]).inode, state.file(files[1]).inode);
});

Deno.test("a path that could not be opened is given with its errno", () => {
  const failed = { e: "sys", name: "open", a: ["0x0", "0x0", "0x0"], ret: -1, err: "ENOENT", path: "/gone" };
  assertEquals(differencesOf(runSmall(failed)), []);
  assertEquals(differencesOf(runSmall({ ...failed, err: "EACCES" })), []);
});

Deno.test("both ends of a pipe are asked", () => {
  const pipe = { e: "sys", name: "pipe2", a: ["0x7fffffffe000", "0x0"], ret: 0 };
  assertEquals(differencesOf(runSmall({ ...pipe, fds: [3, 5] })), []);
  assertEquals(differencesOf(runSmall({ ...pipe, fds: [5, 3] })), [[FIRST_LINE, "5 and 3", "3 and 5"]]);
});

Deno.test("a memfd is called by its name", () => {
  const run = runSmall({ e: "sys", name: "memfd_create", a: ["0x0", "0x1"], ret: 3, path: "scratch" });
  assertEquals(differencesOf(run), []);
  const { state } = run.machine;
  const { file } = state.process(1).descriptors.get(3)!;
  assertEquals(state.inode(state.file(file).inode).making.name, "/memfd:scratch");
});
