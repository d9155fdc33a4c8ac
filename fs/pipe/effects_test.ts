/** Tests of the effects on pipes. */
import { assertEquals } from "@std/assert";
import { pipeEffects } from "./effects.ts";

Deno.test("the numbers of effects are for ever", () => {
  const ids = Object.entries(pipeEffects).map(([kind, { id }]) => `${kind} ${id}`);
  assertEquals(ids, ["pipeOpen 84", "pipeFill 85", "pipeTake 86"]);
});
