/** Tests of the effects on names. */
import { assertEquals } from "@std/assert";
import { nameEffects } from "./effects.ts";

Deno.test("the numbers of effects are for ever", () => {
  const ids = Object.entries(nameEffects).map(([kind, { id }]) => `${kind} ${id}`);
  assertEquals(ids, [
    "entryPut 64",
    "entryRemove 65",
    "directoryNew 66",
    "directoryParent 67",
    "directoryRemove 68",
    "symlinkNew 69",
    "symlinkRemove 70",
    "mountPut 71",
    "mountRemove 72",
  ]);
});
