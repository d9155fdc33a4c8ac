/** Tests of the worker of a policy of one's own: it runs sealed, and what it does is told. */
import { assertEquals } from "@std/assert";

async function policies(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "tools/cli.ts", "policies", ...args],
    cwd: new URL("../..", import.meta.url).pathname,
  }).output();
  return { code, output: new TextDecoder().decode(stdout), error: new TextDecoder().decode(stderr) };
}

const textbook = "tools/testdata/references/textbook.refs";

Deno.test("the guide's policy runs beside a bundled one", async () => {
  const own = "docs/guide/most_recently_used.ts";
  const { code, output } = await policies(
    textbook,
    "--frames",
    "3",
    "--policy",
    "lru",
    "--policy",
    own,
    "--json",
  );
  const rows = output.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals([code, rows.map(({ policy, faults }) => [policy, faults])], [0, [["lru", 12], [
    "most_recently_used",
    16,
  ]]]);
});

Deno.test("a policy has neither files nor a clock", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, "export function makePolicy() { return Date.now(); }\n");
    const { code, error } = await policies(textbook, "--frames", "3", "--policy", path);
    assertEquals([code, error.includes("Date: a policy knows only what it is told")], [2, true], error);
  } finally {
    await Deno.remove(path);
  }
});
