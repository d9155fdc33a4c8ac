/** Tests of the table of reducers. */
import { assertEquals } from "@std/assert";
import { kernelEffects } from "../event/effects.ts";
import { kernelReducers } from "./reducers.ts";

Deno.test("every kind of effect has one reducer, named like it, and there are no others", () => {
  assertEquals(Object.keys(kernelReducers).sort(), Object.keys(kernelEffects).sort());
  for (const [kind, reducer] of Object.entries(kernelReducers)) assertEquals(reducer.name, kind);
});
