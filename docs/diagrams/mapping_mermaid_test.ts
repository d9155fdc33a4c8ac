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
    '%%{init: {"flowchart": {"wrappingWidth": 800, "nodeSpacing": 16}}}%%',
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
    "  frame0 --> backing0",
    "  page1 --> frame0",
    "  style page1 stroke-width:4px",
    "",
  ]);
});

Deno.test("rows that share no frame share no box: they stay in the order of their addresses", () => {
  const swap = { ...row, backing: "anonymous: swap" };
  const text = mappingMermaid({
    title: "x",
    rows: [{ ...swap, frames: "7" }, { ...swap, frames: "not present" }, {
      ...swap,
      pages: "0x9000, 1 page",
      frames: "not present",
    }],
    rest: "and more",
  });
  assertEquals(text.split("\n").filter((line) => /-+>|~~~/.test(line)), [
    "  page0 --> frame0",
    "  frame0 --> backing0",
    "  page1 -.-> frame1",
    "  frame1 -.-> backing1",
    "  page2 -.-> frame2",
    "  frame2 -.-> backing2",
    "  rest ~~~ nothing",
  ]);
  assertEquals(text.includes('rest(["… and more"])'), true);
});
