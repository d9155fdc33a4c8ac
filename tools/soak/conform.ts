/**
 * Soak of conformance: fresh random scripts of every profile, answered by the real kernel and by the simulated one.
 *
 * Seed S of profile P is one script. A script whose two native runs differ is dropped (timing of the machine).
 */
import { UserError } from "../command_line/failure.ts";
import { judgeScript } from "../conform/conformance.ts";
import { printDifference } from "../oracle/compare.ts";
import { generateScript, profileNames } from "../oracle/generate.ts";
import { type NativeOracle, NativeUnavailable, openNativeOracle } from "../oracle/native.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

/** Random scripts against the kernel that runs here. */
export class ConformSoak implements Soak {
  readonly name = "conform";
  readonly summary =
    "random scripts of all profiles against the kernel that runs here (root, cc, Linux 6.18)";
  readonly unit = "scripts";
  private native: NativeOracle | undefined;

  /** Compiles the oracle. Throws a UserError where the kernel cannot be asked. */
  async prepare(): Promise<void> {
    try {
      this.native = await openNativeOracle();
    } catch (error) {
      if (error instanceof NativeUnavailable) throw new UserError(error.message);
      throw error;
    }
  }

  /** One script of each profile. */
  async round({ seed }: SoakRound): Promise<RoundResult> {
    const failures: string[] = [];
    let dropped = 0;
    for (const profile of profileNames) {
      const script = generateScript({ profile, seed });
      const { answer, comparison } = await this.native!.answerTwice(script);
      if (comparison.differenceCount > 0) {
        dropped++;
        continue;
      }
      const { differenceCount, differences } = judgeScript({ name: profile, script, wanted: answer });
      if (differenceCount === 0) continue;
      failures.push(`${profile}: ${differenceCount} differences, first ${printDifference(differences[0])}`);
    }
    return { tried: profileNames.length, dropped, failures };
  }
}
