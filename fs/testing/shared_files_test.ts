/** Tests that files are the same for everybody: a slice of the soak of coherence. */
import { assertEquals } from "@std/assert";
import { Random } from "@palimpsest/kernel";
import { SharedFiles } from "./shared_files.ts";

for (const frameCount of [2048, 96]) {
  Deno.test(`read() and every mapping agree after every event, with ${frameCount} frames`, () => {
    for (const seed of [1, 2, 3]) {
      const files = new SharedFiles(new Random(seed), frameCount);
      for (let step = 0; step < 40; step++) files.step();
      assertEquals(files.result.failure, undefined, `seed ${seed}`);
      assertEquals(files.result.checks > 500, true);
    }
  });
}
