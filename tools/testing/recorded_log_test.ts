/** Tests of recorded logs for tests. */
import { assertEquals, assertRejects } from "@std/assert";
import { helpCommand } from "../commands/help.ts";
import { runForTest, withRecordedLog } from "./recorded_log.ts";

Deno.test("the log is there during the test and gone afterwards, also when the test fails", async () => {
  let path = "";
  await assertRejects(() =>
    withRecordedLog("true", (log) => {
      path = log;
      assertEquals(Deno.statSync(log).isFile, true);
      throw new Error("a test that fails");
    })
  );
  await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
});

Deno.test("a command's status, output and complaints are given", async () => {
  const command = helpCommand(() => ({ name: "x", summary: "X.", commands: [] }));
  const { status, error } = await runForTest(command, "gone");
  assertEquals([status, error.startsWith("help: There is no command 'gone'")], [2, true]);
});
