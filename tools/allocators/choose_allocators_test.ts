/** Tests of naming allocators. */
import { ALLOCATORS, DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { chooseAllocators, choosePair } from "./choose_allocators.ts";

const namesOf = (given: string[]) => chooseAllocators(given).map(({ name }) => name);

Deno.test("names come with commas or one by one, each once; none is the default, all are all", () => {
  assertEquals(namesOf(["mmap,bump", "mmap"]), ["mmap", "bump"]);
  assertEquals(chooseAllocators([]), [DEFAULT_ALLOCATOR]);
  assertEquals(chooseAllocators(["bump,all"]), ALLOCATORS);
});

Deno.test("what is no allocator is refused, with one that may have been meant", () => {
  assertThrows(
    () => chooseAllocators(["bumb"]),
    UserError,
    "There is no allocator 'bumb'; did you mean 'bump'?",
  );
  assertThrows(() => chooseAllocators(["xyzzy"]), UserError, "the allocators are palimpsest,");
});

Deno.test("two allocators to compare come with a comma, or the second among the traces", () => {
  for (const [given, traces] of [["mmap,bump", ["a.rep"]], ["mmap", ["a.rep", "bump"]]] as const) {
    const chosen = choosePair(given, traces);
    assertEquals([chosen.pair.map(({ name }) => name), chosen.traces], [["mmap", "bump"], ["a.rep"]]);
  }
  const { pair } = choosePair("freelist:fit=best", ["freelist:fit=next", "a.rep"]);
  assertEquals(pair.map(({ name }) => name), ["freelist:fit=best", "freelist:fit=next"]);
  assertThrows(() => choosePair("mmap", ["a.rep"]), UserError, "--diff takes two allocators");
  assertThrows(() => choosePair("mmap", ["bump"]), UserError, "TRACE is missing");
});
