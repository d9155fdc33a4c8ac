/**
 * A file replaced so that no power cut can take it away: the new version is written under another name, made durable, and only
 * then given the name of the old one.
 *
 *      write plan.new ── fsync ── rename plan.new → plan ── fsync of the directory
 *      the old plan, whole        either, whole             the new plan, whole
 *
 * What to look at: `crash out/careful_save.plog --at N` shows the old plan or the new one after every event, whatever the seed;
 * after the last fsync only the new one. Leave out the first fsync and the new name may lead to an empty file.
 */

import { defineProgram } from "../runtime/program.ts";
import { makeOldPlan, NEW_LETTER, PLAN_PATH, syncFolder, writePlan } from "./plan/saved_plan.ts";

/** Replaces the plan with care. */
export const carefulSave = defineProgram("careful_save", {
  about: "a file replaced by write, fsync and rename: a power cut leaves the old one or the new one",
  *main(c) {
    yield* makeOldPlan(c);
    const fd = yield* writePlan(c, `${PLAN_PATH}.new`, c.O_TRUNC, NEW_LETTER);
    c.fsync(fd);
    c.close(fd);
    c.rename(`${PLAN_PATH}.new`, PLAN_PATH);
    syncFolder(c);
    yield* c.printf("saved\n");
    return 0;
  },
});
