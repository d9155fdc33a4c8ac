/**
 * Soak of power cuts: random work on a disk, of every profile; the power is cut after every event, with several seeds. The disk is
 * well-formed, what was promised is there, and a naive model says that all of it may have survived (fs/disk/testing).
 */
import { Random } from "@palimpsest/kernel";
import { DiskActor } from "../../fs/disk/testing/disk_actor.ts";
import { DISK_WORKLOADS, runWorkload } from "../../fs/disk/testing/disk_workloads.ts";
import { messageOf } from "../command_line/failure.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const STEPS = 40;
const LUCKY_CUTS = 4;

/** Power cuts in random work. */
export const crashSoak: Soak = {
  name: "crash",
  summary: "the power is cut after every event of random work on a disk, with several seeds each",
  unit: "power cuts",
  round: (given) => Promise.resolve(crashRound(given, STEPS, LUCKY_CUTS)),
};

/** One history of each profile; after each event one cut at the worst and `luckyCuts` others. */
export function crashRound({ seed }: SoakRound, steps: number, luckyCuts: number): RoundResult {
  const failures: string[] = [];
  let tried = 0;
  for (const profile of Object.keys(DISK_WORKLOADS)) {
    const random = new Random(seed);
    const actor = new DiskActor(random, luckyCuts);
    try {
      runWorkload(actor, random, profile, steps);
    } catch (error) {
      failures.push(`${profile}: ${messageOf(error)}`);
    }
    tried += actor.result.cuts;
    failures.push(...actor.result.failures.map((failure) => `${profile}: ${failure}`));
  }
  return { tried, failures };
}
