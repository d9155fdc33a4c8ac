/** Tests of the worker's end: it is sealed before the program is loaded. */
import { assertEquals } from "@std/assert";

Deno.test("the worker is sealed before the file's top level runs", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(
    `${folder}/early.ts`,
    "const now = Date.now();\nexport function* main() { return now; }\n",
  );
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "--allow-write", "tools/cli.ts", "record", `${folder}/early.ts`],
    cwd: new URL("../../..", import.meta.url).pathname,
  }).output();
  const complaint = new TextDecoder().decode(stderr);
  assertEquals([code, complaint.includes("cannot be loaded as a program: Date: a program has no clock")], [
    2,
    true,
  ]);
  await Deno.remove(folder, { recursive: true });
});
