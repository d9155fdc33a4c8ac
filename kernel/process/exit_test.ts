/** Tests of the end of a process: given(memory, files, children).when(it exits).then(what goes, in which order, and who is left). */
import { assertEquals } from "@std/assert";
import { MAP } from "../memory/mmap_flags.ts";
import { PROCESS_RUNNING, PROCESS_ZOMBIE } from "../state/process.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { leaveSpace, OUTSIDE_PID } from "./exit.ts";

Deno.test("memory goes first, then descriptors, then the process is a zombie", () => {
  const given = givenProcess();
  const fd = given.openFile({ links: 0 });
  given.map(100, 2, { fd, flags: MAP.SHARED });
  given.touch(100, "w");
  assertEquals(given.effectsOf(() => given.call("exit", { status: 1 })), [
    "processSpace",
    "pagesUnmap 0+34359738367",
    "vmaRemove 100",
    "spaceRemove",
    "descriptorRemove",
    "fileRemove",
    "cacheRemove 0+64",
    "inodeRemove",
    "processState",
  ]);
  const { frameMap, spaces, files, inodes } = given.state;
  assertEquals([frameMap.usedCount, spaces.size, files.size, inodes.size], [1, 0, 0, 0]);
});

Deno.test("a space that another process lives in stays", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.call("vfork");
  given.as(2, () => given.call("exit"));
  assertEquals([given.vmas(), given.space.users], [["100-101 rw-p"], 1]);
});

Deno.test("children become orphans of the outside, which has waited for the dead ones", () => {
  const given = givenProcess();
  const parent = given.fork();
  const [living, dead] = given.as(parent, () => [given.fork(), given.fork()]);
  given.as(dead, () => given.call("exit"));
  given.as(parent, () => given.call("exit"));
  const { processes } = given.state;
  assertEquals([processes.get(dead), processes.get(living)?.parent], [undefined, OUTSIDE_PID]);
  assertEquals([processes.get(parent)?.state, processes.get(living)?.state], [
    PROCESS_ZOMBIE,
    PROCESS_RUNNING,
  ]);
});

Deno.test("an orphan's end tells nobody", () => {
  const given = givenProcess();
  const child = given.fork();
  given.call("exit");
  given.as(child, () => given.call("exit", { status: 2 }));
  assertEquals([given.state.process(child).status, given.state.spaces.size], [0x200, 0]);
});

Deno.test("leaving a space for another one moves the process, and keeps its name", () => {
  const given = givenProcess();
  given.setUp((tx) => {
    const layout = { topPage: 100, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
    tx.emit({ kind: "spaceNew", space: 2, ...layout });
    leaveSpace(tx, tx.pid, 2);
  });
  const { space, name } = given.state.process(1);
  assertEquals([space, name, given.state.spaces.get(1)], [2, "init", undefined]);
});
