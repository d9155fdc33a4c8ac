/** Tests of comparing memory with maps records. */
import { assertEquals } from "@std/assert";
import {
  differencesOf,
  FIRST_LINE,
  runSmall,
  SMALL_MAPS_HASH,
  SMALL_VMAS,
} from "./testing/small_recording.ts";

const maps = (vmas: unknown) => ({ e: "maps", at: "mid", mh: SMALL_MAPS_HASH, vmas });
const [text, , stack] = SMALL_VMAS;

Deno.test("memory that is as recorded agrees in its list and in each mapping's pages", () => {
  const run = runSmall(maps(SMALL_VMAS));
  assertEquals(differencesOf(run), []);
  assertEquals([run.checks.checked.maps, run.checks.checked.residency], [2, 6]);
});

Deno.test("the first VMA that differs is told, and a missing one", () => {
  assertEquals(differencesOf(runSmall(maps([text, stack]))), [
    [
      FIRST_LINE,
      "7ffffffde000-7ffffffff000 rw-p 0 [stack]",
      "555555555000-555555556000 rw-p 1000 /bin/small",
    ],
  ]);
  assertEquals(
    differencesOf(
      runSmall(maps([...SMALL_VMAS, ["0x7fffffffff000", "0x8000000000000", "rw-p", 0, "", "1."]])),
    ),
    [
      [FIRST_LINE, "7fffffffff000-8000000000000 rw-p 0", "no further VMA"],
    ],
  );
});

Deno.test("pages that hold something else differ; a file's page may be mapped by others too", () => {
  const fault = { e: "fault", addr: "0x555555554000", acc: "x", prot: 0 };
  const touched = (letter: string) => [[...text.slice(0, 5), `1${letter}`], ...SMALL_VMAS.slice(1)];
  assertEquals(differencesOf(runSmall(fault, maps(touched("f")))), []);
  assertEquals(differencesOf(runSmall(fault, maps(touched("F")))), []);
  assertEquals(differencesOf(runSmall(fault, maps(touched("a")))), [[FIRST_LINE + 1, "1a", "1f"]]);
});

Deno.test("a mapping whose pages were not recorded is compared as a mapping alone", () => {
  const unseen = SMALL_VMAS.map((vma) => [...vma.slice(0, 5), ""]);
  assertEquals(runSmall(maps(unseen)).checks.checked.residency, 3);
});
