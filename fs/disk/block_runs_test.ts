/** Tests of sets of blocks. */
import { assertEquals } from "@std/assert";
import { BlockRuns } from "./block_runs.ts";

Deno.test("blocks that follow each other become one run", () => {
  const runs = BlockRuns.empty(1);
  runs.add(1, { block: 5, count: 1 });
  runs.add(1, { block: 6, count: 2 });
  runs.add(1, { block: 20, count: 1 });
  assertEquals([...runs.all()], [{ block: 5, count: 3 }, { block: 20, count: 1 }]);
});

Deno.test("blocks are taken from the start of a run", () => {
  const runs = BlockRuns.empty(1);
  assertEquals(runs.first(), undefined);
  runs.add(1, { block: 5, count: 3 });
  runs.take(1, { block: 5, count: 2 });
  assertEquals(runs.first(), { block: 7, count: 1 });
  runs.take(1, { block: 7, count: 1 });
  assertEquals([...runs.all()], []);
});

Deno.test("a copy goes its own way", () => {
  const runs = BlockRuns.empty(1);
  runs.add(1, { block: 5, count: 3 });
  const copy = runs.clone(2);
  copy.add(2, { block: 8, count: 1 });
  runs.add(3, { block: 30, count: 1 });
  assertEquals([[...copy.all()], [...runs.all()]], [[{ block: 5, count: 4 }], [{ block: 5, count: 3 }, {
    block: 30,
    count: 1,
  }]]);
});
