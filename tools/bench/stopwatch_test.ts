/** Both hands of the stopwatch move. */
import { assert } from "@std/assert";
import { startStopwatch, timed } from "./stopwatch.ts";

Deno.test("work takes time on both hands; a later reading is no smaller", () => {
  const read = startStopwatch();
  const { wall, processor } = timed(() => {
    for (const begun = performance.now(); performance.now() - begun < 20;);
  });
  assert(wall >= 20 && processor > 0, `${wall} and ${processor} ms`);
  assert(read().wall >= wall);
});
