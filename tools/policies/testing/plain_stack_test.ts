/** Tests of the plain stack. */
import { assertEquals } from "@std/assert";
import { PlainStack } from "./plain_stack.ts";

Deno.test("a page is found where it lies, and moves to the top", () => {
  const stack = new PlainStack();
  assertEquals([7, 8, 9, 7, 7, 9].map((page) => stack.reference(page)), [0, 0, 0, 3, 1, 2]);
  const pages = Array.from({ length: 300 }, (_, page) => page + 100);
  assertEquals(pages.map((page) => stack.reference(page)).every((place) => place === 0), true);
  assertEquals(stack.reference(8), 303);
});
