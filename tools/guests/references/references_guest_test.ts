/** Tests of traces of references as guests: the machine's faults are those that policies count. */
import { assertEquals } from "@std/assert";
import { boot } from "@palimpsest/libc";
import { ONLINE_POLICY_NAMES, type PolicyName } from "@palimpsest/kernel";
import { fromFileUrl } from "@std/path";
import { simulate } from "../../policies/simulate.ts";
import { readGuest } from "../registry.ts";
import { traceOf } from "./reference_trace.ts";

const TEXTBOOK = [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1];
const textbookPath = fromFileUrl(new URL("../../testdata/references/textbook.refs", import.meta.url));

async function endingOf(path: string, frames: number, policy: PolicyName): Promise<string | undefined> {
  const guest = await readGuest(path, { memory: { frames, policy, watermarks: "0" } });
  if ("record" in guest) return undefined;
  return guest.run(boot(guest.config), () => {}).ending;
}

Deno.test("the textbook's string brings in 15 pages with fifo and 12 with lru", async () => {
  const words = (count: number) =>
    `made 20 references to 6 pages, and ${count} of them had to bring the page in`;
  assertEquals(await endingOf(textbookPath, 3, "fifo"), words(15));
  assertEquals(await endingOf(textbookPath, 3, "lru"), words(12));
});

Deno.test("every policy brings in as many pages on the machine as alone", async () => {
  for (const policy of ONLINE_POLICY_NAMES) {
    // 2q and arc use what the machine does not tell them: which page will come in.
    if (policy === "2q" || policy === "arc" || policy === "random") continue;
    const { faults } = simulate(policy, traceOf(TEXTBOOK), 3);
    const ending = await endingOf(textbookPath, 3, policy);
    assertEquals(ending?.includes(`and ${faults} of them`), true, `${policy}: ${faults}, ${ending}`);
  }
});

Deno.test("pages far apart, writes and lackey's lines are taken too", async () => {
  const path = await Deno.makeTempFile({ suffix: ".refs" });
  try {
    await Deno.writeTextFile(path, "5 w\n4000000000000\n5\n5 w\n");
    assertEquals(
      await endingOf(path, 1, "fifo"),
      "made 4 references to 2 pages, and 3 of them had to bring the page in",
    );
    await Deno.writeTextFile(path, "I  1000,4\n S 7fff000,8\n");
    assertEquals(
      await endingOf(path, 4, "lru"),
      "made 2 references to 2 pages, and 2 of them had to bring the page in",
    );
  } finally {
    await Deno.remove(path);
  }
});
