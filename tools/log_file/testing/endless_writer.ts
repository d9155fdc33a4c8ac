/**
 * A program for tests: writes a log without end, and prints how many events it has appended after each block.
 * It is there to be killed.
 *
 *     deno run --allow-write=FILE endless_writer.ts FILE BLOCK_PAYLOAD_BYTES
 */

import { LogWriter } from "@palimpsest/kernel";
import { appendSampleEvents, SAMPLE_CONFIG } from "../../../kernel/log/testing/sample_log.ts";
import { LogFile } from "../log_file.ts";

const utf8 = new TextEncoder();

/** Writes sample events to the file until the process is killed. */
function writeEndlessly(path: string, blockPayloadBytes: number): never {
  const file = new LogFile(path);
  const writer = new LogWriter(file.append, { blockPayloadBytes });
  writer.header(SAMPLE_CONFIG);
  let announced = 0;
  while (true) {
    appendSampleEvents(writer, 1);
    if (writer.sunkEventCount === announced) continue;
    announced = writer.sunkEventCount;
    Deno.stdout.writeSync(utf8.encode(`${announced}\n`));
  }
}

if (import.meta.main) writeEndlessly(Deno.args[0], Number(Deno.args[1]));
