/** Packed scripts come back as they were (CO1), and the recorded ones are all there. */
import { assertEquals } from "@std/assert";
import { packCorpus, readCorpus, unpackCorpus } from "./corpus.ts";

Deno.test("unpacking gives back what was packed, in order", async () => {
  const entries = [{ name: "b", script: "dump\n", answer: '{"n":1}\n' }, {
    name: "a",
    script: "é\n",
    answer: "",
  }];
  assertEquals(await unpackCorpus(new Uint8Array(await packCorpus(entries))), entries);
  assertEquals(await packCorpus(entries), await packCorpus(entries));
});

Deno.test("the recorded corpus has 200 random scripts, 20 by hand and 3 with swap", async () => {
  const sizes: number[] = [];
  for (const group of ["random", "curated", "swap"]) {
    sizes.push(
      (await readCorpus(new URL(`../../testdata/conform/${group}.ndjson.gz`, import.meta.url))).length,
    );
  }
  assertEquals(sizes, [200, 20, 3]);
});
