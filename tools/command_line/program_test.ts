/** Tests of running commands: each way to end, its status, and what a person reads. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { commandThat, endings, survey } from "../testing/sample_commands.ts";
import { runCommand, runProgram } from "./program.ts";
import { OutputClosed } from "./terminal.ts";

const program = { name: "sample", summary: "Commands for tests.", commands: [survey, ...endings] };

async function run(args: string[], terminal = fakeTerminal()) {
  const status = await runProgram(program, args, terminal);
  return { status, output: terminal.output, error: terminal.error };
}

Deno.test("a command gets its values and its status is the program's", async () => {
  const { status, output, error } = await run(["survey", "a.plog", "--at", "12", "--pid", "7"]);
  assertEquals([status, error], [0, ""]);
  const given = JSON.parse(output);
  assertEquals(given.operands, { log: "a.plog", others: [] });
  assertEquals([given.options.at, given.options.pid], [{ kind: "event", event: 12 }, 7]);
  assertEquals(await run(["differ"]), { status: 1, output: "", error: "" });
});

Deno.test("a mistake is one sentence on standard error and status 2", async () => {
  assertEquals(await run(["refuse"]), {
    status: 2,
    output: "",
    error: "refuse: There is no file 'a.plog'.\n",
  });
  assertEquals(await run(["survey", "a.plog"]), {
    status: 2,
    output: "",
    error: "survey: --at N is missing: the event to stand after.\n",
  });
});

Deno.test("a check that failed is one sentence on standard error and status 1", async () => {
  assertEquals(await run(["fail"]), { status: 1, output: "", error: "fail: Event 41 has another digest.\n" });
});

Deno.test("anything else thrown is called a bug, without a stack, and status 70", async () => {
  const { status, output, error } = await run(["break"]);
  assertEquals([status, output], [70, ""]);
  assertMatch(error, /^This is a bug in Palimpsest: x is undefined \(--debug shows where\)\. Please .*\n$/);
});

Deno.test("--debug and PALIMPSEST_DEBUG show the stack of a bug", async () => {
  assertStringIncludes((await run(["break", "--debug"])).error, "sample_commands.ts");
  assertStringIncludes(
    (await run(["break"], fakeTerminal({ isDebugging: true }))).error,
    "sample_commands.ts",
  );
});

Deno.test("a command that does not exist is a mistake, with a guess when one is near", async () => {
  assertEquals(
    (await run(["sruvey"])).error,
    "sample: There is no command 'sruvey'; did you mean 'survey'?\n",
  );
  const { status, error } = await run(["compile"]);
  assertEquals(status, 2);
  assertEquals(error, "sample: There is no command 'compile'; 'deno task sample --help' lists them.\n");
});

Deno.test("help goes to standard output when asked for, and to standard error when no command is named", async () => {
  const asked = await run(["--help"]);
  assertEquals([asked.status, asked.error], [0, ""]);
  assertStringIncludes(asked.output, "Commands:");
  const lost = await run([]);
  assertEquals([lost.status, lost.output, lost.error], [2, "", asked.output]);
});

Deno.test("--help of a command wins over whatever is wrong with its arguments", async () => {
  const { status, output, error } = await run(["survey", "--nonsense", "--help"]);
  assertEquals([status, error], [0, ""]);
  assertStringIncludes(output, "Usage: deno task survey FILE.plog [OTHER...] --at N [options]");
});

Deno.test("print, printJson and warn write lines where they belong, after wiping the progress", async () => {
  const speaking = commandThat("speak", ({ print, printJson, warn, progress }) => {
    progress.report("speaking", 1, 2);
    print("a line");
    print();
    printJson({ events: 3 });
    warn("careful");
    progress.report("speaking", 2, 2);
    return 0;
  });
  const terminal = fakeTerminal({ errorIsTerminal: true });
  assertEquals(await runCommand(speaking, [], terminal), 0);
  assertEquals(terminal.output, 'a line\n\n{"events":3}\n');
  assertEquals(terminal.error, "\r\x1b[Kspeaking: 1 of 2 (50 %)\r\x1b[Kcareful\n");
});

Deno.test("a progress line does not survive its command, however that ends", async () => {
  const failing = commandThat("fail", ({ progress }) => {
    progress.report("failing", 1);
    throw new Error("broken");
  });
  const terminal = fakeTerminal({ errorIsTerminal: true });
  await runCommand(failing, [], terminal);
  assertStringIncludes(terminal.error, "failing: 1\r\x1b[KThis is a bug");
});

Deno.test("a reader of the output that has gone ends the command quietly", async () => {
  const endless = commandThat("log", ({ print }) => {
    for (;;) print("a line");
  });
  const terminal = fakeTerminal();
  const closing = {
    ...terminal,
    writeOutput: () => {
      throw new OutputClosed();
    },
  };
  assertEquals(await runCommand(endless, [], closing), 0);
  assertEquals(terminal.error, "");
});

Deno.test("what Deno does not permit is a mistake that names a task which may", async () => {
  const complaintAbout = async (message: string) => {
    const refused = commandThat("record", () => {
      throw new Deno.errors.NotCapable(message);
    });
    const terminal = fakeTerminal();
    assertEquals(await runCommand(refused, [], terminal), 2);
    return terminal.error;
  };
  assertEquals(
    await complaintAbout('Requires write access to "a.plog", run again with the --allow-write flag'),
    'record: Deno did not permit it: Requires write access to "a.plog"; ' +
      "run it as 'deno task palimpsest record', or name another file.\n",
  );
  assertEquals(
    await complaintAbout('Requires sys access to "osRelease", run again with the --allow-sys flag'),
    `record: Deno did not permit it: Requires sys access to "osRelease"; run it as 'deno task record'.\n`,
  );
});
