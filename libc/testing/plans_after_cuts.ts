/**
 * Running a program that saves the plan (examples/plan/saved_plan.ts), and cutting the power after every event, with several seeds: in
 * what shapes it may be found.
 */

import { checkPicture, cutPower } from "@palimpsest/fs";
import type { AnyRecord, State } from "@palimpsest/kernel";
import { boot } from "../boot.ts";
import { NEW_LETTER, OLD_LETTER, PLAN_BYTES, PLAN_PATH } from "../examples/plan/saved_plan.ts";
import type { Program } from "../runtime/program.ts";
import { machineOf, runProgramOn } from "../runtime/run_program.ts";

/** How the plan is found: whole and old, whole and new, empty, in part, mixed of old and new, or not at all. */
export type PlanShape = "old" | "new" | "empty" | "part" | "mixed" | "none";

/** The shapes that seeds show. */
export interface PlansAfterCuts {
  /** After any event since the old plan was durable. */
  readonly anywhere: ReadonlySet<PlanShape>;
  /** After the program said that it has saved. */
  readonly atEnd: ReadonlySet<PlanShape>;
  /** Power cuts. */
  readonly cuts: number;
}

/** Runs a program and cuts the power after every event, with `seeds` seeds. */
export function plansAfterCuts(program: Program, seeds: number): PlansAfterCuts {
  const machine = boot(machineOf(program));
  const anywhere = new Set<PlanShape>();
  let cuts = 0;
  let isOldDurable = false;
  machine.observer = {
    event({ kind, unfinished }: AnyRecord) {
      if (isOldDurable) {
        for (let seed = 0; seed < seeds; seed++) anywhere.add(shapeAfter(machine.state, seed));
        cuts += seeds;
      }
      isOldDurable ||= kind === "fsync" && unfinished !== true;
    },
  };
  runProgramOn(machine, program);
  const atEnd = new Set(Array.from({ length: seeds }, (_, seed) => shapeAfter(machine.state, seed)));
  return { anywhere, atEnd, cuts };
}

function shapeAfter(state: State, seed: number): PlanShape {
  const picture = cutPower(state, seed);
  const problems = checkPicture(picture);
  if (problems.length > 0) throw new Error(problems.join("; "));
  const inode = picture.fileAt(PLAN_PATH);
  if (inode === undefined) return "none";
  const { bytes } = picture.bytes(inode);
  if (bytes.length === 0) return "empty";
  const letters = new Set(new TextDecoder().decode(bytes));
  if (letters.size > 1 || !letters.has(OLD_LETTER) && !letters.has(NEW_LETTER)) return "mixed";
  if (bytes.length < PLAN_BYTES) return "part";
  return letters.has(OLD_LETTER) ? "old" : "new";
}
