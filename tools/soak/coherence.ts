/**
 * Soak of coherence: processes write, store, cut, map, fork and rename files they share; read() and every mapping agree after every
 * event, and are what a naive model says (fs/testing/shared_files.ts).
 */
import { Random } from "@palimpsest/kernel";
import { SharedFiles } from "../../fs/testing/shared_files.ts";
import { messageOf } from "../command_line/failure.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const STEPS = 150;
/** Plenty of memory, and so little that pages leave it. */
const FRAME_COUNTS = [2048, 128, 80];

/** Files that processes share. */
export const coherenceSoak: Soak = {
  name: "coherence",
  summary: "files shared by several processes: read() and every mapping agree after every event",
  unit: "comparisons",
  round: (given) => Promise.resolve(coherenceRound(given, STEPS)),
};

/** One history in each size of memory. */
export function coherenceRound({ seed }: SoakRound, steps: number): RoundResult {
  const failures: string[] = [];
  let tried = 0;
  for (const frameCount of FRAME_COUNTS) {
    const files = new SharedFiles(new Random(seed), frameCount);
    try {
      for (let step = 0; step < steps && files.result.failure === undefined; step++) files.step();
    } catch (error) {
      failures.push(`${frameCount} frames: ${messageOf(error)}`);
    }
    tried += files.result.checks;
    if (files.result.failure !== undefined) failures.push(`${frameCount} frames: ${files.result.failure}`);
  }
  return { tried, failures };
}
