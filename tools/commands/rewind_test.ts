/** Tests of rewind. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { readRecording } from "../guests/recording/read.ts";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { recordingPath } from "../testing/recordings.ts";
import { runCommand } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { diagram } from "./diagram.ts";
import { record } from "./record.ts";
import { replay } from "./replay.ts";
import { LogView } from "../log_file/log_view.ts";
import { rewind } from "./rewind.ts";

Deno.test("maps are what /proc/PID/maps said on the recorded machine", async () => {
  const { records } = await readRecording(recordingPath("python3"));
  const recorded = records.findLast((record) => record.kind === "maps");
  await withRecordedLog("python3", async (log) => {
    const { status, output } = await runForTest(rewind, log, "--to", "last-1");
    const expected = recorded!.kind === "maps" ? recorded!.vmas : [];
    const got = output.trimEnd().split("\n").map((line) => line.split(/ +/));
    assertEquals(status, 0);
    assertEquals(
      got.map((
        [range, permissions, offset, , , name],
      ) => [range, permissions, parseInt(offset, 16) / 4096, name ?? ""]),
      expected.map(({ start, end, permissions, pageOffset, name }) => [
        `${start.toString(16).padStart(8, "0")}-${end.toString(16).padStart(8, "0")}`,
        permissions,
        pageOffset,
        name,
      ]),
    );
  });
});

Deno.test("everything can be shown, of any moment", async () => {
  await withRecordedLog("save-array", async (log) => {
    const { status, output } = await runForTest(rewind, log, "--to", "60%", "--show", "all");
    assertEquals(status, 0);
    for (
      const part of ["After event ", "maps:", "pages:", "fds:", "frames:", "anon_vma", "anonymous, exclusive"]
    ) {
      assertStringIncludes(output, part);
    }
  });
});

Deno.test("several processes are shown each under its name, or one alone", async () => {
  await withRecordedLog("forkwait", async (log) => {
    const both = await runForTest(rewind, log, "--to", "100");
    assertStringIncludes(both.output, "pid 1 (forkwait):\n555555554000-");
    assertStringIncludes(both.output, "\n\npid 2 (forkwait):\n555555554000-");
    const one = await runForTest(rewind, log, "--to", "100", "--pid", "2");
    assertEquals(one.output.startsWith("555555554000-555555555000 r--p 00000000 fe:00 1 "), true);
    const ps = await runForTest(rewind, log, "--to", "100", "--show", "ps", "--json");
    assertEquals(
      JSON.parse(ps.output).ps.map(({ pid, parent }: { pid: number; parent: number }) => [pid, parent]),
      [
        [1, 0],
        [2, 1],
      ],
    );
  });
});

Deno.test("the JSON has the digest, and what was asked for", async () => {
  await withRecordedLog("true", async (log) => {
    const show = async (part: string) =>
      JSON.parse((await runForTest(rewind, log, "--to", "30", "--show", part, "--json")).output);
    const pages = await show("pages");
    assertEquals([pages.event, /^[0-9a-f]{16}$/.test(pages.digest), pages.processes[0].pid], [30, true, 1]);
    assertEquals(pages.processes[0].pages.length > 5, true);
    assertEquals((await show("fds")).processes[0].fds[0].descriptor, 0);
    assertEquals((await show("frames")).frames[0].frame, 1);
    assertEquals(Object.keys(await show("all")), ["event", "digest", "ps", "processes", "frames"]);
  });
});

Deno.test("an event or a process that is not there is a mistake", async () => {
  await withRecordedLog("true", async (log) => {
    const far = await runForTest(rewind, log, "--to", "100000");
    assertEquals([far.status, far.error.startsWith("rewind: There is no event 100000;")], [2, true]);
    const nobody = await runForTest(rewind, log, "--to", "30", "--pid", "9");
    assertEquals([nobody.status, nobody.error], [
      2,
      "rewind: There is no process 9 after event 30; there is 1.\n",
    ]);
    assertEquals((await runForTest(rewind, log, "--to", "0", "--show", "ps")).output, "");
  });
});

Deno.test("where there is nothing to show, the reason is told", async () => {
  await withRecordedLog("true", async (log) => {
    const told = async (...args: string[]) => {
      const { status, output, error } = await runForTest(rewind, log, ...args);
      return [status, output, error.replace(/event \d+/, "event N")];
    };
    assertEquals(await told("--to", "last"), [0, "", "rewind: After event N there are no mappings.\n"]);
    assertEquals(await told("--to", "last", "--pid", "1", "--show", "pages"), [
      0,
      "",
      "rewind: After event N there are no pages present of process 1.\n",
    ]);
    assertEquals(
      (await told("--to", "0", "--show", "ps"))[2],
      "rewind: After event N there are no processes.\n",
    );
    assertEquals((await told("--to", "last", "--json"))[2], "");
  });
});

Deno.test("files of /proc are shown as they would have been read", async () => {
  await withRecordedLog("forkwait", async (log) => {
    const show = async (what: string) =>
      (await runForTest(rewind, log, "--to", "100", "--show", what)).output;
    const smaps = await show("smaps");
    assertEquals(smaps.startsWith("555555554000-555555555000 r--p 00000000 fe:00 1 "), true);
    assertEquals(smaps.match(/^VmFlags:/gm)!.length > 20, true);
    assertEquals((await show("stat")).split("\n").slice(0, 2).map((line) => line.split(" ")[0]), ["1", "2"]);
    assertEquals((await show("status")).startsWith("Name:\tforkwait\nUmask:\t"), true);
    assertEquals((await show("meminfo")).split("\n").length, 55);
    assertEquals((await show("swaps")).startsWith("Filename\t\t\t\tType"), true);
    const json = await runForTest(rewind, log, "--to", "100", "--show", "stat", "--pid", "2", "--json");
    assertEquals(JSON.parse(json.output).stat.length, 1);
  });
});

Deno.test("whoever watches sees how far a log was folded or recorded; a pipe gets nothing of it", async () => {
  await withRecordedLog("python3", async (log, folder) => {
    const runs = [
      [rewind, "folding", log, "--to", "last-9"],
      [diagram, "folding", log, "--at", "last-9"],
      [replay, "replaying", log],
      [record, "recording", recordingPath("python3"), "-o", `${folder}/again.plog`],
    ] as const;
    for (const [command, words, ...args] of runs) {
      const watched = fakeTerminal({ errorIsTerminal: true });
      assertEquals(await runCommand(command, args, watched), 0);
      assertStringIncludes(watched.error, `\r\x1b[K${words}: `);
      assertEquals(watched.error.endsWith("\r\x1b[K"), true);
      const piped = fakeTerminal();
      assertEquals(await runCommand(command, args, piped), 0);
      assertEquals(piped.error, "");
    }
  });
});

Deno.test("states are the same in whatever memory they are looked for", async () => {
  await withRecordedLog("python3", async (log) => {
    const all = ["--to", "60%", "--show", "all"];
    const rich = await runForTest(rewind, log, ...all);
    const poor = await runForTest(rewind, log, ...all, "--memory", "1");
    assertEquals([rich.status, poor.output], [0, rich.output]);
    const none = await runForTest(rewind, log, ...all, "--memory", "0");
    assertEquals(none.status, 2);
  });
});

Deno.test("a program that reads its own map reads what rewind shows of that moment", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const log = `${folder}/own_maps.plog`;
    const { output } = await runForTest(record, "own_maps", "-o", log);
    const read = output.split("\n").filter((line) => /^ {2}\| [0-9a-f]+-/.test(line)).map((line) =>
      line.slice(4)
    );
    const view = LogView.open(log);
    const number = [...view.events()].find(({ event }) => event.kind === "read")!.number;
    const shown = await runForTest(rewind, log, "--to", `${number}`);
    assertEquals(shown.output.trimEnd().split("\n"), read);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
