/**
 * Soak of memory pressure: random scripts of every profile, in the smallest memory that does not end in OOM, with every
 * replacement policy. They must do the same as with plenty of memory, and every structure must hold.
 *
 * Seed S is one script of each profile; every structure of the state is checked after every operation.
 */
import { checkState, ONLINE_POLICY_NAMES } from "@palimpsest/kernel";
import { messageOf } from "../command_line/failure.ts";
import { parseScript } from "../guests/script/parse.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import { generateScript, profileNames } from "../oracle/generate.ts";
import {
  endAll,
  fewestFrames,
  firstDifference,
  leftovers,
  type PressedRun,
  type PressedScript,
  runPressed,
} from "../policies/script_pressure.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const NO_WATERMARKS = { min: 0, low: 0, high: 0 };

/** Random scripts with little memory. */
export const pressureSoak: Soak = {
  name: "pressure",
  summary: "random scripts in the smallest memory that is enough, with every replacement policy",
  unit: "runs",
  round,
};

function round({ seed }: SoakRound): Promise<RoundResult> {
  const failures: string[] = [];
  let tried = 0;
  let dropped = 0;
  for (const profile of profileNames) {
    const text = generateScript({ profile, seed });
    const script: PressedScript = { ops: parseScript(text, `${profile}-${seed}.mm`), header: RECORDED_WORLD };
    const plenty = runPressed(script);
    const frameCount = fewestFrames(script, plenty.mostFrames + 2, { watermarks: NO_WATERMARKS });
    for (const policy of ONLINE_POLICY_NAMES) {
      tried++;
      const failure = failureOf(plenty, () =>
        runPressed(
          script,
          { frameCount, policy, policySeed: seed, watermarks: NO_WATERMARKS },
          ({ state }) => checkState(state),
        ));
      if (failure === OUT_OF_MEMORY) dropped++;
      else if (failure !== undefined) {
        failures.push(`${profile}, ${frameCount} frames, ${policy}: ${failure}`);
      }
    }
  }
  return Promise.resolve({ tried, dropped, failures });
}

/** Another policy than the one that the memory was measured with may need more of it: that is no failure. */
const OUT_OF_MEMORY = "out of memory";

function failureOf(plenty: PressedRun, run: () => PressedRun): string | undefined {
  try {
    const pressed = run();
    if (pressed.isOutOfMemory) return OUT_OF_MEMORY;
    const difference = firstDifference(plenty, pressed);
    if (difference !== undefined) return difference;
    endAll(pressed);
    return leftovers(pressed);
  } catch (error) {
    return messageOf(error);
  }
}
