/** Tests of diagram: what is drawn, and that every Mermaid text is accepted by Mermaid's own parser. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { parseMermaid } from "../testing/mermaid_parser.ts";
import { diagram } from "./diagram.ts";

Deno.test("every Mermaid text is a flowchart to Mermaid's parser, at any moment of a run", async () => {
  for (const name of ["true", "forkwait", "save-array"]) {
    await withRecordedLog(name, async (log) => {
      for (const at of ["3", "20%", "50%", "80%", "last-1", "last"]) {
        for (const kind of ["mapping", "address-space"]) {
          const args = [log, "--at", at, "--kind", kind, "--format", "mermaid"];
          const { status, output } = await runForTest(diagram, ...args);
          assertEquals([status, await parseMermaid(output)], [0, "flowchart-v2"], `${name} ${at} ${kind}`);
        }
      }
    });
  }
});

Deno.test("a fault's page is marked", async () => {
  await withRecordedLog("true", async (log) => {
    const { output } = await runForTest(diagram, log, "--at", "last-3");
    assertStringIncludes(output, "\n▶ 0x7ffff7e11000, 1 page ");
  });
});

Deno.test("a diagram can be written to a file, and given as JSON", async () => {
  await withRecordedLog("true", async (log, folder) => {
    const path = `${folder}/true.txt`;
    const args = [log, "--at", "last-1", "--kind", "address-space"];
    const written = await runForTest(diagram, ...args, "-o", path);
    assertEquals(written.output, `Wrote ${path}.\n`);
    const { text, pid } = JSON.parse((await runForTest(diagram, ...args, "--json")).output);
    assertEquals([pid, text], [1, await Deno.readTextFile(path)]);
    assertStringIncludes(text, "│ [stack]");
  });
});

Deno.test("a moment without processes, and a process that is not there, are mistakes", async () => {
  await withRecordedLog("true", async (log) => {
    const early = await runForTest(diagram, log, "--at", "0");
    assertEquals([early.status, early.error], [
      2,
      "diagram: There is no process after event 0; take a later event.\n",
    ]);
    assertEquals((await runForTest(diagram, log, "--at", "9", "--pid", "7")).status, 2);
  });
});
