/** Test of the program careless_save. */
import { assertEquals } from "@std/assert";
import { observeProgram } from "../testing/observe_program.ts";
import { plansAfterCuts } from "../testing/plans_after_cuts.ts";
import { carelessSave } from "./careless_save.ts";

Deno.test("careless_save: a power cut may leave nothing, a part, or the old plan, also when it says that it has saved", () => {
  assertEquals(observeProgram(carelessSave).lines, ["saved"]);
  const { anywhere, atEnd } = plansAfterCuts(carelessSave, 24);
  assertEquals([...anywhere].sort(), ["empty", "new", "old", "part"]);
  assertEquals([...atEnd].sort(), ["empty", "new", "old"]);
});
