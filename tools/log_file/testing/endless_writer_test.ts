/** kill -9 in the middle of writing: what was announced as written opens, and is what was written. */

import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { payloadOfBlock } from "@palimpsest/kernel";
import { sampleDigest, sampleEvents } from "../../../kernel/log/testing/sample_log.ts";
import { Random } from "../../../kernel/testing/random.ts";
import { readLogFile } from "../log_file.ts";

const program = fromFileUrl(import.meta.resolve("./endless_writer.ts"));

/** Lets a child write to `path`, kills it once it has announced `blockCount` blocks; the last number it announced. */
async function writeUntilKilled(
  path: string,
  blockPayloadBytes: number,
  blockCount: number,
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", `--allow-write=${path}`, program, path, `${blockPayloadBytes}`],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let printed = "";
  let killed = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += text;
    if (killed || printed.split("\n").length <= blockCount) continue;
    child.kill("SIGKILL");
    killed = true;
  }
  assertEquals((await child.status).signal, "SIGKILL");
  const lines = printed.split("\n");
  return Number(lines.at(-2));
}

Deno.test("a log whose writer is killed at any moment has all that was flushed", async () => {
  const random = new Random(9);
  const folder = Deno.makeTempDirSync();
  try {
    for (let kill = 0; kill < 20; kill++) {
      const path = join(folder, `${kill}.plog`);
      const blockPayloadBytes = random.pick([64, 1024, 65536]);
      const flushed = await writeUntilKilled(path, blockPayloadBytes, random.between(1, 40));
      const log = readLogFile(path, { verifyChain: true });
      assertGreaterOrEqual(log.eventCount, flushed);
      assert(!log.closed && (log.damage?.kind === "cut" || log.damage?.kind === "unclosed"));
      const { blocks } = log;
      for (let block = 0; block < blocks.blockCount; block += 1 + Math.floor(blocks.blockCount / 50)) {
        const first = blocks.firstEvent[block];
        const end = first + blocks.eventCount[block];
        assertEquals(payloadOfBlock(log, block), sampleEvents(first, end));
        assertEquals([blocks.digestLo[block], blocks.digestHi[block]], sampleDigest(end - 1));
      }
      Deno.removeSync(path);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
