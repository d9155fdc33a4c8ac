/** Tests of the address space as Mermaid text. */
import { assertEquals } from "@std/assert";
import { addressSpacePicture } from "./address_space.ts";
import { addressSpaceMermaid } from "./address_space_mermaid.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("neighbours with one name are one box, tied to what backs them", () => {
  const text = addressSpaceMermaid(addressSpacePicture(drawnProcess().state, DRAWN_PID));
  assertEquals(text.split("\n").map((line) => line.trim()), [
    '%%{init: {"flowchart": {"wrappingWidth": 800, "nodeSpacing": 16}}}%%',
    "flowchart LR",
    'subgraph space["address space of drawn (pid 1)"]',
    "direction TB",
    'mapping0["anonymous<br/>0x804000 ---p 4 KiB ·<br/>0x800000 rw-p 16 KiB █·██"]',
    'gap1(["4.0 MiB free"])',
    'mapping1["squares.bin<br/>0x400000 rw-p 12 KiB ███"]',
    "end",
    'subgraph backings["what backs them"]',
    "direction TB",
    'backing0(["swap, when memory is short"])',
    'nothing1[" "]',
    'backing1(["squares.bin"])',
    "end",
    "mapping0 --> backing0",
    "gap1 ~~~ nothing1",
    "style nothing1 fill:none,stroke:none",
    "mapping1 --> backing1",
    "",
  ]);
});
