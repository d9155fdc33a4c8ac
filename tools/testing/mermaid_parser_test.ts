/** Tests that Mermaid's own parser runs under Deno, and accepts and refuses what it should. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { parseMermaid } from "./mermaid_parser.ts";

Deno.test("parseMermaid() accepts a flowchart and says that it is one", async () => {
  const text = `flowchart LR
    subgraph space["address space of 12"]
      page["0x7f0000001000<br/>rw-p"]
    end
    page -- "present" --> frame[("frame 7")]
    style page fill:#fde`;
  assertEquals(await parseMermaid(text), "flowchart-v2");
});

Deno.test("parseMermaid() refuses a broken flowchart with its line", async () => {
  const error = await assertRejects(
    () => parseMermaid("flowchart LR\n  page[unclosed --> frame"),
    SyntaxError,
  );
  assertMatch(error.message, /line [23]/);
});

Deno.test("parseMermaid() refuses a text that is no diagram", async () => {
  await assertRejects(() => parseMermaid("page 0 is in frame 7"), SyntaxError, "No diagram type detected");
});

Deno.test("parseMermaid() leaves no window behind", async () => {
  await parseMermaid("sequenceDiagram\n  cpu->>kernel: page fault");
  assertEquals("window" in globalThis, false);
  assertEquals("document" in globalThis, false);
});
