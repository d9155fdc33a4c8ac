/** A slice of the soak of made traces. */
import { assertEquals } from "@std/assert";
import { MADE_KINDS } from "../allocators/made_traces.ts";
import { failuresOn } from "./traces.ts";

for (const kind of MADE_KINDS) {
  Deno.test(`palimpsest does not collapse on made traces of the kind ${kind}`, () => {
    for (const seed of [1, 2]) assertEquals(failuresOn(kind, seed), [], `seed ${seed}`);
  });
}
