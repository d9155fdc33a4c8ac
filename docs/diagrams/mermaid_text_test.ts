/** Tests of Mermaid's small statements. */
import { assertEquals } from "@std/assert";
import { box, flowchart, group, label, roundBox, unseenArrow } from "./mermaid_text.ts";

Deno.test("nothing in a label has a meaning to Mermaid", () => {
  assertEquals(
    label('a "b" #1 <x> & `c`\\d\n', "[vdso]"),
    '"a #quot;b#quot; #35;1 #lt;x#gt; #amp; #96;c#96;#92;d <br/>[vdso]"',
  );
});

Deno.test("boxes, groups and the chart around them", () => {
  assertEquals(
    flowchart([...group("g", "title", [box("a", "one"), roundBox("b", "two")]), "a --> b"]),
    '%%{init: {"flowchart": {"wrappingWidth": 800, "nodeSpacing": 16}}}%%\n' +
      'flowchart LR\n  subgraph g["title"]\n    direction TB\n    a["one"]\n    b(["two"])\n  end\n  a --> b\n',
  );
});

Deno.test("a box is kept in its place by an arrow that nobody sees", () => {
  assertEquals(unseenArrow("gap", "nothing"), ["gap ~~~ nothing", "style nothing fill:none,stroke:none"]);
});
