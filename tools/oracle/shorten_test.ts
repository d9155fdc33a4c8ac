/** Scripts are shortened to the lines that matter (SH1, SH2). */
import { assert, assertEquals } from "@std/assert";
import { generateScript } from "./generate.ts";
import { shortenScript } from "./shorten.ts";

Deno.test("only the lines that matter are left, in order", async () => {
  const script = "# head\na = mmap len=1p\nb = mmap len=2p\n\ntouch w a\ntouch w b\nmunmap b 1p\ndump\n";
  const needsBoth = (text: string) => text.includes("b = mmap") && text.includes("munmap b");
  assertEquals(await shortenScript(script, needsBoth), "b = mmap len=2p\nmunmap b 1p\n");
});

Deno.test("a script that is not wanted comes back unchanged", async () => {
  assertEquals(await shortenScript("dump\n# end\n", () => false), "dump\n# end\n");
});

Deno.test("no line of the result can be left out, and no script is judged twice", async () => {
  const asked = new Set<string>();
  const needsThreeTouches = (text: string) => {
    assert(!asked.has(text), "asked twice");
    asked.add(text);
    return (text.match(/touch/g)?.length ?? 0) >= 3;
  };
  const script = generateScript({ profile: "basic", seed: 3, operationCount: 120 });
  const shortened = await shortenScript(script, needsThreeTouches);
  assertEquals(shortened.trim().split("\n").filter((line) => line.includes("touch")).length, 3);
  assertEquals(shortened.trim().split("\n").length, 3);
  assert(asked.size < 200, `${asked.size} scripts judged`);
});
