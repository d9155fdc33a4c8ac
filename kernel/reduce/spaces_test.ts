/** Tests of the reducers of address spaces: they come, change and go, and the digest follows. */
import { assertEquals, assertThrows } from "@std/assert";
import { checkDigest } from "../check/check_digest.ts";
import { checkState } from "../check/check_state.ts";
import type { KernelEffect } from "../event/effects.ts";
import { VM } from "../memory/vma_flags.ts";
import { RecordHasher } from "../state/digest.ts";
import { Space } from "../state/space.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";
import { hashSpace } from "./spaces.ts";

const layout = { topPage: 100, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };

Deno.test("a space comes empty and goes empty, when nobody lives there", () => {
  const given = givenProcess();
  checkUndo(given, [{ kind: "spaceNew", space: 2, ...layout }], [{ kind: "spaceRemove", space: 2 }]);
  assertThrows(
    () => given.apply({ kind: "spaceRemove", space: 1 }),
    Error,
    "space 1 is removed with 1 users",
  );
});

Deno.test("a space is not removed over its VMAs", () => {
  const given = givenProcess();
  const backing = { file: 0, inode: 0, pageOffset: 100, anonVma: 0, anonChain: [], name: "" };
  const vma: KernelEffect = {
    kind: "vmaPut",
    space: 2,
    startPage: 100,
    endPage: 110,
    flags: VM.READ,
    ...backing,
  };
  given.apply({ kind: "spaceNew", space: 2, ...layout }, vma);
  assertThrows(() => given.apply({ kind: "spaceRemove", space: 2 }), Error, "space 2 is removed with 1 VMAs");
});

Deno.test("a space is not removed over its pages", () => {
  const given = givenProcess();
  const effects: KernelEffect[] = [
    { kind: "spaceNew", space: 2, ...layout },
    { kind: "pagesZero", space: 2, page: 100, count: 20 },
    { kind: "spaceRemove", space: 2 },
  ];
  const refusal = "space 2 is removed with 2 leaves of page tables";
  assertThrows(() => given.apply(...effects), Error, refusal);
});

Deno.test("the break moves", () => {
  const given = givenProcess();
  const { endBreak } = given.space;
  checkUndo(given, [{ kind: "spaceBreak", space: 1, endBreak: 7 }], [{
    kind: "spaceBreak",
    space: 1,
    endBreak,
  }]);
});

Deno.test("every bit of the layout, the break and the pages left locked is in the digest, counts are not", () => {
  const hasher = new RecordHasher();
  const hashes = new Set<string>();
  const hashOf = (change: Partial<Space>, place: Partial<Space["layout"]> = {}) => {
    hashSpace(hasher, Object.assign(new Space(1, 1, { ...layout, ...place }), change));
    return `${hasher.lo} ${hasher.hi}`;
  };
  for (let bit = 0; bit < 53; bit++) {
    for (const field of Object.keys(layout)) {
      if (field !== "endBreak") hashes.add(hashOf({}, { [field]: 2 ** bit + 1 }));
    }
    hashes.add(hashOf({ endBreak: 2 ** bit })).add(hashOf({ lockedLeftPages: 2 ** bit }));
  }
  assertEquals(hashes.size, 6 * 53);
  assertEquals(hashOf({ totalPages: 5, users: 7 }), hashOf({}));
});

Deno.test("pages that stay counted as locked are counted, and in the digest", () => {
  const given = givenProcess();
  const before = given.state.digest.toHex();
  given.apply({ kind: "spaceLockedLeft", space: 1, pages: 3 });
  assertEquals([given.space.lockedPages, given.space.lockedLeftPages], [3, 3]);
  assertEquals(given.state.digest.toHex() === before, false);
  checkDigest(given.state);
});

Deno.test("a space takes over the tables of one that went, and no checkpoint sees it", () => {
  const given = givenProcess();
  given.map(100, 10);
  const liveAndDie = () => {
    const child = given.fork();
    const { pages } = given.as(child, () => given.space);
    given.as(child, () => given.touchAll([100, 103], "w"));
    checkState(given.state);
    given.pid = child;
    given.call("exit_group", { status: 0 });
    given.pid = 1;
    given.call("wait4", { pid: child, status: 0, options: 0, usage: 0 });
    checkState(given.state);
    return pages;
  };
  given.touch(100, "w");
  const first = liveAndDie();
  assertEquals(liveAndDie() === first, true);
  const child = given.fork();
  const before = given.state.checkpoint();
  given.as(child, () => given.touch(105, "w"));
  given.pid = child;
  given.call("exit_group", { status: 0 });
  given.pid = 1;
  assertEquals(liveAndDie() === first, false);
  checkState(before);
  assertEquals([before.spaceOf(child).pte(100) !== 0, before.spaceOf(child).pages === first], [true, true]);
});
