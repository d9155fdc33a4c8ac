/** Tests of made traces. */
import { assert, assertEquals } from "@std/assert";
import { REQUEST } from "../guests/trace/trace.ts";
import { MADE_KINDS, makeTrace } from "./made_traces.ts";

for (const kind of MADE_KINDS) {
  Deno.test(`${kind}: a made trace asks for nothing that cannot be, and frees all it has`, () => {
    const { idCount, kinds, ids, sizes } = makeTrace(kind, 5, 2000);
    const live = new Set<number>();
    let begun = 0;
    for (let at = 0; at < kinds.length; at++) {
      if (kinds[at] === REQUEST.malloc || kinds[at] === REQUEST.calloc) {
        assertEquals(ids[at], begun++, "ids count from 0");
        live.add(ids[at]);
      } else assert(live.has(ids[at]), `request ${at} is of a block that is not live`);
      if (kinds[at] === REQUEST.free) live.delete(ids[at]);
      else assert(Number.isInteger(sizes[at]) && sizes[at] > 0);
    }
    assertEquals([begun, live.size], [idCount, 0]);
  });

  Deno.test(`${kind}: a trace follows from its seed and length, and others from others (MT1)`, () => {
    const [one, same, other] = [5, 5, 6].map((seed) => makeTrace(kind, seed, 2000));
    assertEquals(one, same);
    assert(one.sizes.join() !== other.sizes.join());
  });
}
