/** Tests of reading references from logs. */
import { assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { LogView } from "../../log_file/log_view.ts";
import { withRecordedLog } from "../../testing/recorded_log.ts";
import { readLogReferences } from "./log_references.ts";

Deno.test("a log without accesses is refused, with the way to get one that has them", async () => {
  await withRecordedLog("true", (path) => {
    const nowhere = { reference() {} };
    assertThrows(() => readLogReferences(LogView.open(path), nowhere), UserError, "with --accesses");
  });
});
