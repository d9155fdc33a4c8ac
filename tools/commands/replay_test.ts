/** Tests of replay. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { replay } from "./replay.ts";

Deno.test("a whole log is folded, and its digests are verified", async () => {
  await withRecordedLog("python3", async (log) => {
    const { status, output } = await runForTest(replay, log, "--json");
    const { events, digest, verified, eventsPerSecond, damage } = JSON.parse(output);
    assertEquals([status, events > 1500, verified, eventsPerSecond > 0, damage], [
      0,
      true,
      true,
      true,
      undefined,
    ]);
    const text = await runForTest(replay, log);
    assertStringIncludes(text.output, "every digest is the log's");
    assertStringIncludes(text.output, digest);
  });
});

Deno.test("a log that was not closed is folded as far as it is whole, and exits with 1", async () => {
  await withRecordedLog("true", async (log) => {
    const bytes = await Deno.readFile(log);
    await Deno.writeFile(log, bytes.subarray(0, bytes.length - 1));
    const { status, output, error } = await runForTest(replay, log, "--json");
    assertEquals([status, JSON.parse(output).verified], [1, true]);
    assertStringIncludes(error, "replay: The log is not closed");
  });
});

Deno.test("a log that was cut before its first block is whole has no events, and exits with 1", async () => {
  await withRecordedLog("true", async (log) => {
    await Deno.writeFile(log, (await Deno.readFile(log)).subarray(0, 1000));
    const { status, output, error } = await runForTest(replay, log, "--json");
    assertEquals([status, JSON.parse(output).events], [1, 0]);
    assertStringIncludes(error, "It has no whole event");
  });
});

Deno.test("a file that is no log exits with 2", async () => {
  await withRecordedLog("true", async (_, folder) => {
    await Deno.writeTextFile(`${folder}/x.plog`, "no log at all, though long enough to be one of some sort");
    assertEquals((await runForTest(replay, `${folder}/x.plog`)).status, 2);
  });
});
