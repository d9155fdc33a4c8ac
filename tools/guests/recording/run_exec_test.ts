/** Tests of images. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { differencesOf, runSmall, SMALL_MAPS_HASH, SMALL_VMAS } from "./testing/small_recording.ts";

const exec = { e: "exec", argv: ["/bin/small"] };
const maps = { e: "maps", at: "exec", mh: SMALL_MAPS_HASH, vmas: SMALL_VMAS };
const execve = { e: "sys", name: "execve", a: ["0x0", "0x0", "0x0"], ret: 0, path: "/bin/small" };

Deno.test("the first image comes with the files of the header and the process", () => {
  const run = runSmall();
  const { state } = run.machine;
  assertEquals([state.process(1).name, state.spaceOf(1).endBreak.toString(16)], ["small", "555555556000"]);
  assertEquals(
    [...state.inodes.entries()].slice(0, 2).map(([, inode]) => [inode.making.name, inode.sizeBytes]),
    [
      ["/bin/small", 8192],
      ["/lib/known.so", 20480],
    ],
  );
});

Deno.test("a second exec replaces the image, closes what is marked, and counts one fault that has no record", () => {
  const run = runSmall(
    { e: "sys", name: "epoll_create1", a: ["0x80000"], ret: 3 },
    { e: "fault", addr: "0x555555555000", acc: "w", prot: 0, k: 1, in: "execve" },
    exec,
    maps,
    execve,
  );
  const { state } = run.machine;
  assertEquals(differencesOf(run), []);
  assertEquals([state.process(1).minorFaults, state.spaces.size], [2, 1]);
  assertEquals([...state.process(1).descriptors.entries()].map(([fd]) => fd), [0, 1, 2, 4]);
});

Deno.test("records of other processes may stand between an exec and its maps", () => {
  const run = runSmall(
    { e: "fork", child: "p1", kind: "fork" },
    exec,
    { e: "sys", p: "p1", name: "close", a: ["0x0"], ret: 0 },
    maps,
    execve,
  );
  assertEquals(differencesOf(run), []);
});

Deno.test("an exec without its maps record is a mistake of the recording", () => {
  assertThrows(
    () => runSmall(exec, execve),
    UserError,
    'No maps record with the image ("at":"exec") follows',
  );
});
