/** Generated scripts follow from their seeds, are well-formed, and use the whole language (GE1 to GE3). */
import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { parseScript } from "../guests/script/parse.ts";
import { fnv1a64 } from "../guests/script/runs_text.ts";
import { generateScript, profileNames, UnknownProfile } from "./generate.ts";

Deno.test("one profile and seed give one script", () => {
  for (const profile of profileNames) {
    const script = generateScript({ profile, seed: 7 });
    assertEquals(generateScript({ profile, seed: 7 }), script);
    assertNotEquals(generateScript({ profile, seed: 8 }), script);
  }
});

Deno.test("every generated script is well-formed and ends with a full dump", () => {
  for (const profile of profileNames) {
    for (let seed = 1; seed <= 60; seed++) {
      const ops = parseScript(generateScript({ profile, seed }), `${profile}-${seed}`);
      assertEquals(ops.at(-1)?.call, { op: "dump", all: true });
    }
  }
});

Deno.test("the number of operations can be asked for", () => {
  for (const operationCount of [10, 500]) {
    const lineCount = generateScript({ profile: "mix", seed: 1, operationCount }).split("\n").length;
    assert(lineCount >= operationCount && lineCount < operationCount + 60, `${lineCount} lines`);
  }
});

Deno.test("together the profiles use every operation of the language that scripts can repeat", () => {
  const used = new Set<string>();
  for (const profile of profileNames) {
    for (let seed = 1; seed <= 60; seed++) {
      for (const op of parseScript(generateScript({ profile, seed }), profile)) used.add(op.call.op);
    }
  }
  const expected =
    "mmap munmap mprotect madvise msync mlock munlock mseal mremap mincore brk sbrk touch crash load8 load1 " +
    "store8 store1 add8 read fill open memfd close dup fsync fdatasync ftruncate lseek unlink fsize fallocate pread rd " +
    "pwrite wr preadto pwritefrom rlimit fork exit kill wait exec dump";
  assertEquals(expected.split(" ").filter((op) => !used.has(op)), []);
});

Deno.test("seeds that were written down keep their meaning", () => {
  const hashOf = (profiles: readonly string[]) => {
    const scripts = profiles.map((profile) => generateScript({ profile, seed: 1 })).join("");
    return fnv1a64(new TextEncoder().encode(scripts));
  };
  assertEquals(hashOf(profileNames.filter((profile) => profile !== "swap")), "daa50ed5906d8035");
  assertEquals(hashOf(["swap"]), "cba5b99ee4c56407");
});

Deno.test("an unknown profile is refused with the known ones", () => {
  assertThrows(
    () => generateScript({ profile: "bas", seed: 1 }),
    UnknownProfile,
    "choose one of basic, errors",
  );
});
