/** Tests of the check that effects can be undone. */
import { assertThrows } from "@std/assert";
import type { KernelEffect } from "../event/effects.ts";
import { givenProcess } from "./machine_fixture.ts";
import { checkUndo } from "./undo.ts";

const put = (size: number): KernelEffect => ({ kind: "spaceBreak", space: 1, endBreak: size });

Deno.test("effects that are undone lead back to the digest", () => {
  const given = givenProcess();
  checkUndo(given, [put(8192)], [put(given.space.endBreak)]);
});

Deno.test("effects that are not undone, or change nothing, are told", () => {
  const given = givenProcess();
  const { endBreak } = given.space;
  assertThrows(() => checkUndo(given, [put(endBreak)], []), Error, "spaceBreak: the digest stays");
  assertThrows(() => checkUndo(given, [put(1)], [put(2)]), Error, "spaceBreak is not undone");
});
