/** Tests of crash. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { crash } from "./crash.ts";

Deno.test("after fsync() the array is there, before it only the files from before the run", async () => {
  await withRecordedLog("save-array", async (log) => {
    const { status, output } = await runForTest(crash, log, "--at", "last");
    assertEquals(status, 0);
    assertStringIncludes(output, "The power is cut after event ");
    assertStringIncludes(output, "fsck        the disk is well-formed");
    const before = await runForTest(crash, log, "--at", "0", "--json");
    assertEquals(JSON.parse(before.output).problems, []);
  });
});

Deno.test("a file that is not there is told, with those that are", async () => {
  await withRecordedLog("save-array", async (log) => {
    const { status, error } = await runForTest(crash, log, "--at", "0", "--path", "/nothing");
    assertEquals(status, 2);
    assertStringIncludes(error, "There is no file /nothing on the disk after event 0; there is none.");
  });
});
