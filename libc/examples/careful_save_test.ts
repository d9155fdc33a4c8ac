/** Test of the program careful_save. */
import { assertEquals } from "@std/assert";
import { observeProgram } from "../testing/observe_program.ts";
import { plansAfterCuts } from "../testing/plans_after_cuts.ts";
import { carefulSave } from "./careful_save.ts";

Deno.test("careful_save: a power cut at any event leaves the old plan or the new one, and the new one once it is saved", () => {
  assertEquals(observeProgram(carefulSave).lines, ["saved"]);
  const { anywhere, atEnd } = plansAfterCuts(carefulSave, 12);
  assertEquals([...anywhere].sort(), ["new", "old"]);
  assertEquals([...atEnd], ["new"]);
});
