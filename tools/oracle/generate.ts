/**
 * Invents scripts. The same profile, seed and number of operations give the same script everywhere, and nothing is read
 * from it but text: who runs it neither needs to know nor can tell how it came about.
 *
 *     deno run tools/oracle/generate.ts PROFILE SEED [--ops N] > x.mm
 *
 * GE1. A script starts with a comment that says how to make it again.
 * GE2. It dumps now and then, and everything at the end: what the calls did not show shows there.
 * GE3. Its processes may be p0 alone, or many; mostly p0 lives to the end.
 */
import { parseArgs } from "@std/cli";
import { Random } from "../../kernel/testing/random.ts";
import { Draft } from "./generator/draft.ts";
import { mapAnonymous } from "./generator/mapping_actions.ts";
import { dumpAll } from "./generator/process_actions.ts";
import { drawTendencies, profiles } from "./generator/profiles.ts";

/** Which script to invent. */
export interface ScriptSeed {
  /** One of {@link profileNames}. */
  readonly profile: string;
  /** Any integer. */
  readonly seed: number;
  /** About how many operations; drawn from the seed when not given. */
  readonly operationCount?: number;
}

/** The kinds of script, in the order in which a simulator best learns them. */
export const profileNames: readonly string[] = Object.keys(profiles);

/** A profile that does not exist. The message is one sentence. */
export class UnknownProfile extends Error {
  override readonly name = "UnknownProfile";
}

/**
 * Invents a script.
 * @throws UnknownProfile
 */
export function generateScript({ profile: profileName, seed, operationCount }: ScriptSeed): string {
  if (!Object.hasOwn(profiles, profileName)) {
    throw new UnknownProfile(
      `There is no profile "${profileName}"; choose one of ${profileNames.join(", ")}.`,
    );
  }
  const profile = profiles[profileName];
  const random = new Random(seedOf(`${profileName}/${seed}`));
  const draft = new Draft(random, drawTendencies(random, profile));
  const operations = operationCount ?? random.pick([25, 40, 40, 60, 60, 90, 140]);
  const autodump = draft.weighted([["off", 55], ["vmas", 22], ["full", 23]]);
  const dumpInterval = autodump === "full" ? Infinity : autodump === "vmas" ? 14 : random.pick([5, 6, 8, 12]);
  const again = operationCount === undefined ? "" : ` --ops ${operationCount}`;
  draft.lines.push(`# generated: ${profileName} ${seed}${again}`);
  if (autodump !== "off") draft.lines.push(`set autodump ${autodump}`);
  for (let count = random.pick([0, 2, 3]); count > 0; count--) mapAnonymous(draft);
  for (
    let nextDump = dumpInterval, turn = 0;
    draft.lines.length < operations && turn < 20 * operations;
    turn++
  ) {
    draft.actor = random.pick(draft.processes);
    draft.weighted(profile.actions)(draft);
    if (draft.lines.length < nextDump) continue;
    dumpSome(draft);
    nextDump = draft.lines.length + dumpInterval;
  }
  dumpAll(draft);
  return draft.lines.join("\n") + "\n";
}

function dumpSome(draft: Draft): void {
  if (draft.processes.length > 1 && draft.percent(60)) dumpAll(draft);
  else draft.emit("dump", draft.random.pick(draft.processes));
}

/** FNV-1a, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash;
}

if (import.meta.main) {
  const given = parseArgs(Deno.args, { string: ["_", "ops"] });
  const [profile, seed] = given._.map(String);
  const numbers = [seed, ...(given.ops === undefined ? [] : [given.ops])];
  if (!numbers.every((text) => /^[0-9]+$/.test(text ?? ""))) {
    console.error(`Usage: generate.ts PROFILE SEED [--ops N]; profiles: ${profileNames.join(", ")}.`);
    Deno.exit(2);
  }
  try {
    console.log(
      generateScript({
        profile,
        seed: Number(seed),
        operationCount: numbers[1] && Number(numbers[1]) || undefined,
      }).trimEnd(),
    );
  } catch (error) {
    if (!(error instanceof UnknownProfile)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
