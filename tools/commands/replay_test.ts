/** Tests of replay. */
import { crc32 } from "node:zlib";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runForTest, withRecordedLog } from "../testing/recorded_log.ts";
import { Interrupted } from "../command_line/interruption.ts";
import { LogView } from "../log_file/log_view.ts";
import { replay, replayLog } from "./replay.ts";

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
    assertEquals([status, JSON.parse(output).verified], [1, false]);
    assertStringIncludes(error, `replay: ${log}: The log is not closed`);
    const text = await runForTest(replay, log);
    assertStringIncludes(text.output, "so far every digest is the log's, but that is not all of it");
  });
});

Deno.test("a log that was cut before its first block is whole has no events, and exits with 1", async () => {
  await withRecordedLog("true", async (log) => {
    await Deno.writeFile(log, (await Deno.readFile(log)).subarray(0, 1000));
    const { status, output, error } = await runForTest(replay, log, "--json");
    const { events, verified } = JSON.parse(output);
    assertEquals([status, events, verified], [1, 0, false]);
    assertStringIncludes(error, `replay: ${log}: The log is not closed`);
    assertStringIncludes(error, "It has no whole event");
  });
});

Deno.test("a file that is no log exits with 2", async () => {
  await withRecordedLog("true", async (_, folder) => {
    await Deno.writeTextFile(`${folder}/x.plog`, "no log at all, though long enough to be one of some sort");
    assertEquals((await runForTest(replay, `${folder}/x.plog`)).status, 2);
  });
});

Deno.test("a log whose header is damaged is told in one sentence with its name, and exits with 2", async () => {
  await withRecordedLog("true", async (log) => {
    const bytes = await Deno.readFile(log);
    for (
      const [at, words] of [[10, "The log's header is changed"], [
        30,
        "The log's configuration is changed",
      ]] as const
    ) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      await Deno.writeFile(log, changed);
      const { status, output, error } = await runForTest(replay, log);
      assertEquals([status, output, error.split("\n").length], [2, "", 2]);
      assertStringIncludes(error, `replay: ${log}: ${words}`);
    }
  });
});

Deno.test("a log of a version that is not known is refused with the versions that are read", async () => {
  await withRecordedLog("true", async (log) => {
    const bytes = await Deno.readFile(log);
    const fields = new DataView(bytes.buffer);
    fields.setUint32(8, 99, true);
    fields.setUint32(20, crc32(bytes.subarray(0, 20)), true);
    await Deno.writeFile(log, bytes);
    const { status, error } = await runForTest(replay, log);
    assertEquals(status, 2);
    assertStringIncludes(error, `${log}: The log is of format version 99; this program reads version`);
  });
});

Deno.test("with --memory, checkpoints are kept and told", async () => {
  await withRecordedLog("python3", async (log) => {
    const { status, output } = await runForTest(replay, log, "--memory", "64", "--json");
    const { verified, checkpoints } = JSON.parse(output);
    assertEquals([status, verified, checkpoints.count > 0, checkpoints.bytes < 2 ** 26], [
      0,
      true,
      true,
      true,
    ]);
    assertStringIncludes((await runForTest(replay, log, "--memory", "64")).output, "checkpoints were kept");
  });
});

Deno.test("a replay that is interrupted tells how far the digests were right", async () => {
  await withRecordedLog("python3", (log) => {
    const observe = () => {
      throw new Interrupted();
    };
    const { verified, events, damage } = replayLog(LogView.open(log), { observe });
    assertEquals([verified, events > 1000], [false, true]);
    assertStringIncludes(damage!, "Replay was interrupted after");
  });
});
