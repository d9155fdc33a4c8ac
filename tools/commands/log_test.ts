/** Tests of log. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { log } from "./log.ts";
import { record } from "./record.ts";

Deno.test("events print like strace, faults between the calls", async () => {
  await withRecordedLog("true", async (path) => {
    const { status, output } = await runForTest(log, path);
    const lines = output.split("\n");
    assertEquals([status, lines[3]], [0, ' 3  1  execve("/usr/bin/true") = 0 [given]']);
    assertStringIncludes(output, "  1  --- page fault: executes 0x7ffff7fe4b70, page absent: minor ---\n");
    assertStringIncludes(
      output,
      "  1  mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0x0) = 0x7ffff7fc0000\n",
    );
    assertStringIncludes(output, '  1  openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC, 0) = 3\n');
    assertStringIncludes(output, "[given]");
  });
});

Deno.test("a part, a process and a kind can be chosen", async () => {
  await withRecordedLog("forkwait", async (path) => {
    const kinds = async (...args: string[]) => {
      const { output } = await runForTest(log, path, "--json", ...args);
      return output.trimEnd().split("\n").map((line) => JSON.parse(line));
    };
    assertEquals((await kinds("--kind", "clone")).map(({ process, result }) => [process, result]), [[1, 2], [
      1,
      3,
    ], [1, 4]]);
    assertEquals((await kinds("--from", "5", "--to", "7")).map(({ number }) => number), [5, 6, 7]);
    assertEquals((await kinds("--pid", "2")).every(({ process }) => process === 2), true);
    assertEquals((await kinds("--kind", "access")).map(({ kind, name }) => [kind, name]), [[
      "given",
      "access",
    ]]);
  });
});

Deno.test("effects are printed below their event", async () => {
  await withRecordedLog("true", async (path) => {
    const { output } = await runForTest(log, path, "--kind", "munmap", "--effects");
    assertStringIncludes(output, "\n      pagesUnmap space=1 page=0x7ffff7fb6000 count=10\n      vmaRemove");
  });
});

Deno.test("an event is one line of JSON, its effects included", async () => {
  await withRecordedLog("true", async (path) => {
    const { output } = await runForTest(log, path, "--kind", "munmap", "--json");
    const event = JSON.parse(output);
    assertEquals([event.kind, event.lengthBytes, event.result], ["munmap", 0x90af, 0]);
    assertEquals(event.effects[0].kind, "pagesUnmap");
  });
});

Deno.test("a kind that no event can have is a mistake", async () => {
  await withRecordedLog("true", async (path) => {
    const { status, error } = await runForTest(log, path, "--kind", "Fault");
    assertEquals(
      [status, error.startsWith("log: There is no kind of event 'Fault'; did you mean 'fault'?")],
      [2, true],
    );
    const bogus = await runForTest(log, path, "--kind", "bogus");
    assertEquals([bogus.status, bogus.output], [2, ""]);
    assertStringIncludes(bogus.error, "There is no kind of event 'bogus'. The kinds are ");
    assertStringIncludes(bogus.error, "fault, ");
  });
});

Deno.test("a part that ends before it begins is a mistake; one without such events is told", async () => {
  await withRecordedLog("true", async (path) => {
    const turned = await runForTest(log, path, "--from", "9", "--to", "3");
    assertEquals([turned.status, turned.output, turned.error], [
      2,
      "",
      "log: --from is event 9, which comes after --to, event 3.\n",
    ]);
    const none = await runForTest(log, path, "--kind", "fork", "--pid", "7", "--to", "9");
    assertEquals([none.status, none.output, none.error], [
      0,
      "",
      "log: No event from 0 to 9 is of the kind 'fork' and of process 7.\n",
    ]);
  });
});

Deno.test("reclaim is told with its victims and slots, and found by what it did", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/cow.plog`;
    const memory = ["--frames", "5", "--swap", "64", "--watermarks", "0"];
    await runForTest(record, "copy_on_write", "-o", path, ...memory);
    const linesOf = async (kind: string) => (await runForTest(log, path, "--kind", kind)).output.split("\n");
    assertStringIncludes((await linesOf("swap-out"))[0], "which waits for 1 frame: swap-out of 0x7fff");
    assertStringIncludes((await linesOf("swap-in"))[0], "page absent: major, swap-in from slot ");
    const { error } = await runForTest(log, path, "--kind", "oom-kill");
    assertStringIncludes(error, "is of the kind 'oom-kill'");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
