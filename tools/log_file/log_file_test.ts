/** Logs in files: written, read back, and refused with a sentence when they are none. */

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { LogWriter } from "@palimpsest/kernel";
import { appendSampleEvents, SAMPLE_CONFIG, sampleLog } from "../../kernel/log/testing/sample_log.ts";
import { UserError } from "../command_line/failure.ts";
import { LogFile, readLogFile } from "./log_file.ts";

/** Runs a test in a folder of its own. */
function inFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** The sentence that reading the file is refused with, without the folder. */
function refusalOf(folder: string, name: string): string {
  const error = assertThrows(() => readLogFile(join(folder, name)), UserError);
  return error.message.replace(join(folder, name), name);
}

Deno.test("a log written to a file is there, byte for byte, and opens", () =>
  inFolder((folder) => {
    const path = join(folder, "run.plog");
    const file = new LogFile(path);
    const writer = new LogWriter(file.append, { blockPayloadBytes: 300 });
    writer.header(SAMPLE_CONFIG);
    appendSampleEvents(writer, 500);
    writer.close();
    file.close();
    assertEquals(Deno.readFileSync(path), sampleLog({ eventCount: 500, blockPayloadBytes: 300 }));
    const log = readLogFile(path, { verifyChain: true });
    assertEquals([log.eventCount, log.closed, log.damage], [500, true, undefined]);
  }));

Deno.test("what was flushed can be read while the file is still being written", () =>
  inFolder((folder) => {
    const path = join(folder, "run.plog");
    using file = new LogFile(path);
    const writer = new LogWriter(file.append);
    writer.header(SAMPLE_CONFIG);
    appendSampleEvents(writer, 7);
    assertEquals(readLogFile(path).eventCount, 0);
    writer.flush();
    const log = readLogFile(path);
    assertEquals([log.eventCount, log.closed, log.damage?.kind], [7, false, "unclosed"]);
  }));

Deno.test("a new log takes the place of what was in the file", () =>
  inFolder((folder) => {
    const path = join(folder, "run.plog");
    Deno.writeFileSync(path, sampleLog({ eventCount: 500, blockPayloadBytes: 300 }));
    const file = new LogFile(path);
    const bytes = sampleLog({ eventCount: 3, blockPayloadBytes: 300 });
    file.append(bytes);
    file.close();
    assertEquals(Deno.readFileSync(path), bytes);
  }));

Deno.test("a log file may be closed twice, by close() and at the end of its scope", () =>
  inFolder((folder) => {
    using file = new LogFile(join(folder, "run.plog"));
    file.close();
  }));

Deno.test("what is no log is refused with a sentence that names the file", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(join(folder, "empty.plog"), "");
    Deno.writeTextFileSync(join(folder, "program.c"), "int main() {}");
    Deno.writeTextFileSync(join(folder, "cat.ndjson"), '{"kind":"boot"}');
    Deno.writeFileSync(join(folder, "cat.ndjson.gz"), Uint8Array.of(0x1f, 0x8b, 8, 0));
    assertEquals(refusalOf(folder, "absent.plog"), "absent.plog: There is no such file.");
    assertEquals(
      refusalOf(folder, "empty.plog"),
      "empty.plog: The log is empty: not even its header was written.",
    );
    assertEquals(
      refusalOf(folder, "program.c"),
      "program.c: This is not a log, or its first bytes are changed: it begins with 69 6e 74 20 6d 61 69 6e.",
    );
    assertEquals(
      refusalOf(folder, "cat.ndjson").replace(/.*\. /, ""),
      "It looks like JSON: a recording, perhaps?",
    );
    assertEquals(
      refusalOf(folder, "cat.ndjson.gz").replace(/.*\. /, ""),
      "It is compressed with gzip: a recording, perhaps?",
    );
  }));

Deno.test("a folder in place of a file, and a folder that is not there, are told in a sentence", () =>
  inFolder((folder) => {
    assertThrows(() => readLogFile(folder), UserError, `${folder}: This is a folder; name a log file.`);
    assertThrows(() => new LogFile(folder), UserError, "This is a folder");
    assertThrows(
      () => new LogFile(join(folder, "absent", "run.plog")),
      UserError,
      "There is no such folder to write the log to.",
    );
    Deno.writeTextFileSync(join(folder, "file"), "");
    assertThrows(
      () => readLogFile(join(folder, "file", "run.plog")),
      UserError,
      "Something on the way to it is no folder.",
    );
  }));

Deno.test("bytes that cannot be written are told in a sentence that names the file", () =>
  inFolder((folder) => {
    const path = join(folder, "run.plog");
    const file = new LogFile(path);
    file.close();
    assertThrows(() => file.append(Uint8Array.of(1)), UserError, `${path}: The log cannot be written: `);
  }));
