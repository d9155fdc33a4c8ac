/**
 * Logs of earlier days, in tools/testdata/logs: NAME.plog as it was written then, NAME.txt as it was printed then.
 *
 *   OL1  Each opens, is whole, and replays with all of its digests, for ever.
 *   OL2  Each is printed as it was, effects and all, for ever. (A printing that becomes better writes NAME.txt anew; the
 *        bytes of NAME.plog never change.)
 *
 * A new version of the format adds logs, beside those of the versions before:
 *
 *     deno task record GUEST -o tools/testdata/logs/vN-NAME.plog
 *     deno task log tools/testdata/logs/vN-NAME.plog --effects > tools/testdata/logs/vN-NAME.txt
 */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { log } from "../commands/log.ts";
import { replay } from "../commands/replay.ts";
import { runForTest } from "../testing/recorded_log.ts";
import { LogView } from "./log_view.ts";

const FOLDER = fromFileUrl(new URL("../testdata/logs/", import.meta.url));

/** Every log, with its version and the digest of the state at its end. */
const OLD_LOGS: readonly (readonly [name: string, version: number, digest: string])[] = [
  ["v1-forkwait", 1, "52c00f20a105c6ff"],
  ["v1-copy_on_write", 1, "ea78494e3491e0fb"],
];

for (const [name, version, digest] of OLD_LOGS) {
  const path = `${FOLDER}${name}.plog`;

  Deno.test(`the old log ${name} opens, and replays with its digests`, async () => {
    const { log: opened } = LogView.open(path);
    assertEquals([opened.version, opened.closed, opened.damage], [version, true, undefined]);
    const { status, output } = await runForTest(replay, path, "--json");
    const found = JSON.parse(output);
    assertEquals([status, found.verified, found.digest], [0, true, digest]);
  });

  Deno.test(`the old log ${name} is printed as it was`, async () => {
    const { status, output } = await runForTest(log, path, "--effects");
    assertEquals(status, 0);
    assertEquals(output, await Deno.readTextFile(`${FOLDER}${name}.txt`));
  });
}

Deno.test("every log in the folder is tested", () => {
  const names = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name).sort();
  assertEquals(names, OLD_LOGS.flatMap(([name]) => [`${name}.plog`, `${name}.txt`]).sort());
});
