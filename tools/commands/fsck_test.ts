/** Tests of fsck. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { fsck } from "./fsck.ts";

Deno.test("journal, disk and power cuts are looked at", async () => {
  await withRecordedLog("save-array", async (log) => {
    const { status, output } = await runForTest(fsck, log, "--at", "last", "--seeds", "2");
    assertEquals(status, 0);
    assertEquals(output.trimEnd().split("\n").slice(1), [
      "  the journal: well-formed",
      "  everything written back: well-formed",
      "  after a power cut, seed 0: well-formed",
      "  after a power cut, seed 1: well-formed",
    ]);
    assertStringIncludes(output, "The disk after event ");
    const asked = await runForTest(fsck, log, "--at", "50%", "--json");
    assertEquals(JSON.parse(asked.output).findings.length, 12);
  });
});
