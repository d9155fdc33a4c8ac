/** Tests of the demo. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseMermaid } from "../testing/mermaid_parser.ts";
import { runForTest } from "../testing/recorded_log.ts";
import { demo } from "./demo.ts";

Deno.test("the demo shows three moments and leaves a log and diagrams", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { status, output, error } = await runForTest(demo, "--folder", folder);
    assertEquals([status, error], [0, ""]);
    for (
      const words of [
        "1. Record.",
        "2. Replay.",
        "3. Rewind.",
        "4. Draw.",
        "None differed",
        "Go on with",
        "shared by 2",
      ]
    ) {
      assertStringIncludes(output, words);
    }
    const shown = JSON.parse((await runForTest(demo, "--folder", folder, "--json")).output);
    assertEquals([shown.differed, shown.files.length], [0, 8]);
    for (const path of shown.files) {
      const text = await Deno.readTextFile(path);
      if (path.endsWith(".mmd")) assertEquals(await parseMermaid(text), "flowchart-v2");
      else assertStringIncludes(text, "forkwait (pid ");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
