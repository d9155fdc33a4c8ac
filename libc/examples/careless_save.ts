/**
 * A file replaced as most programs do it: emptied, written anew, closed. It says that it has saved, and a power cut may leave
 * nothing, half of it, or the old version.
 *
 *      open with O_TRUNC ── write ── close ── "saved"
 *      old, or empty        …                old, empty, the first page, or new: for up to five seconds
 *
 * What to look at: `crash out/careless_save.plog --at last --seed S` for several S, beside careful_save.
 */

import { defineProgram } from "../runtime/program.ts";
import { makeOldPlan, NEW_LETTER, PLAN_PATH, writePlan } from "./plan/saved_plan.ts";

/** Replaces the plan without any care. */
export const carelessSave = defineProgram("careless_save", {
  about: "a file replaced by O_TRUNC and write: a power cut may leave nothing of it",
  *main(c) {
    yield* makeOldPlan(c);
    const fd = yield* writePlan(c, PLAN_PATH, c.O_TRUNC, NEW_LETTER);
    c.close(fd);
    yield* c.printf("saved\n");
    return 0;
  },
});
