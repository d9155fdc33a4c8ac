/** Tests of naming an allocator. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { ALLOCATOR_WORDS, allocatorNamed } from "./allocator_name.ts";

Deno.test("an allocator has a name, and choices behind it; the default needs none", () => {
  const names = [undefined, "bump", "freelist", "freelist:fit=best:grow=brk", "freelist:fit=first"];
  assertEquals(names.map((name) => allocatorNamed(name).name), [
    "palimpsest",
    "bump",
    "freelist",
    "freelist:fit=best:grow=brk",
    "freelist",
  ]);
});

Deno.test("a name or a choice that is none is refused with what there is", () => {
  const refusal = (name: string) => assertThrows(() => allocatorNamed(name), UserError).message;
  assertEquals(refusal("budy"), "There is no allocator 'budy'; did you mean 'buddy'?");
  assertEquals(refusal("x").startsWith("There is no allocator 'x'; the allocators are palimpsest, "), true);
  assertEquals(
    refusal("freelist:fit=bst"),
    "The allocator freelist has no 'fit=bst'; what can be chosen is fit=first|next|best|worst, grow=mmap|brk.",
  );
  assertEquals(refusal("bump:fit=best"), "The allocator bump has no 'fit=best'; nothing can be chosen.");
});

Deno.test("help shows every name with its choices", () => {
  assertEquals(ALLOCATOR_WORDS.includes("freelist[:fit=first|next|best|worst][:grow=mmap|brk]"), true);
});
