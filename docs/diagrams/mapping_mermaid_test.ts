/** Tests of the mapping picture as Mermaid text; tools parses what the command writes with Mermaid's own parser. */
import { assertEquals } from "@std/assert";
import type { MappingPicture } from "./mapping.ts";
import { mappingMermaid } from "./mapping_mermaid.ts";

const row = { mapping: "a rw-p", pages: "0x1000, 1 page", frames: "7", backing: "a 0x0", isFocus: false };

Deno.test("frames and backing that rows have in common are one box", () => {
  const picture: MappingPicture = {
    title: "two views",
    rows: [row, { ...row, mapping: "b r--s", pages: "0x9000, 1 page", isFocus: true }],
    rest: "",
  };
  assertEquals(mappingMermaid(picture).split("\n"), [
    "flowchart LR",
    '  subgraph pages["virtual pages of two views"]',
    "    direction TB",
    '    page0["a rw-p<br/>0x1000, 1 page"]',
    '    page1["b r--s<br/>0x9000, 1 page"]',
    "  end",
    '  subgraph frames["page frames"]',
    "    direction TB",
    '    frame0["7"]',
    "  end",
    '  subgraph backings["file offsets and other backing"]',
    "    direction TB",
    '    backing0["a 0x0"]',
    "  end",
    "  page0 --> frame0",
    "  backing0 --> frame0",
    "  page1 --> frame0",
    "  style page1 stroke-width:4px",
    "",
  ]);
});

Deno.test("pages that are not present point at their backing alone", () => {
  const text = mappingMermaid({ title: "x", rows: [{ ...row, frames: "not present" }], rest: "and more" });
  assertEquals(text.includes("page0 -.-> backing0"), true);
  assertEquals(text.includes("subgraph frames"), false);
  assertEquals(text.includes('rest(["… and more"])'), true);
});
