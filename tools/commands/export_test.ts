/** Tests of export. */
import { assertEquals } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { exportCommand } from "./export.ts";
import { record } from "./record.ts";

Deno.test("a file of a program's run is written as it was after an event", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [log, output] = [`${folder}/run.plog`, `${folder}/out`];
    await runForTest(record, "wait_for_42", "-o", log);
    const { status, output: said } = await runForTest(exportCommand, log, "--path", "/dev/tty", "-o", output);
    const text = await Deno.readTextFile(output);
    assertEquals([status, text.split("\n")[1]], [0, "it exited with 42"]);
    assertEquals(said.endsWith(`to ${output}: ${text.length} bytes.\n`), true);
    await runForTest(exportCommand, log, "--path", "/dev/tty", "-o", output, "--at", "3", "--json");
    assertEquals(await Deno.readTextFile(output), "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what cannot be exported is told in one sentence", async () => {
  await withRecordedLog("true", async (log, folder) => {
    const { status, error } = await runForTest(exportCommand, log, "--path", "/gone", "-o", `${folder}/x`);
    assertEquals([status, error], [2, "export: There is no file '/gone' at that moment.\n"]);
    const same = await runForTest(exportCommand, log, "--path", "/gone", "-o", log);
    assertEquals([same.status, same.error], [
      2,
      `export: '${log}' is the log itself; name another file to write.\n`,
    ]);
  });
});
