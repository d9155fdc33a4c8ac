/** Tests of generated parts of pages. */
import { assertEquals, assertThrows } from "@std/assert";
import { replaceSection } from "./marked_section.ts";

const page = "# A\n<!-- generated x: begin -->\nold\n<!-- generated x: end -->\nrest\n";

Deno.test("the marked part is replaced, and replacing it again changes nothing", () => {
  const once = replaceSection(page, "x", "new");
  assertEquals(once, "# A\n<!-- generated x: begin -->\n\nnew\n\n<!-- generated x: end -->\nrest\n");
  assertEquals(replaceSection(once, "x", "new"), once);
});

Deno.test("a page without the marks is refused", () => {
  assertThrows(() => replaceSection(page, "y", ""), Error, "generated y");
});
