/**
 * A soak: the tests' generators, for as long as you like.
 *
 *   SK1  A round is decided by its seed alone; a failure names the seed that shows it again.
 *   SK2  A soak stops after its last seed, after its minutes, or when it is interrupted; what it found stands.
 */

/** What a round is given. */
export interface SoakRound {
  /** Decides everything the round does. */
  readonly seed: number;
}

/** What a round came to. */
export interface RoundResult {
  /** Things tried: scripts, changes of a byte, operations. */
  readonly tried: number;
  /** What went wrong, a sentence each; empty when nothing did. */
  readonly failures: readonly string[];
  /** Things that could not be judged (a script whose two native runs differ). */
  readonly dropped?: number;
}

/** A kind of soak. */
export interface Soak {
  /** One word, as typed. */
  readonly name: string;
  /** What it does, as the end of a help line. */
  readonly summary: string;
  /** What `tried` counts: "scripts". */
  readonly unit: string;
  /** Gets ready; throws a UserError when it cannot run here. */
  prepare?(): Promise<void>;
  /** Runs one round. */
  round(given: SoakRound): Promise<RoundResult>;
}

/** How long to soak. */
export interface SoakLimits {
  readonly firstSeed: number;
  /** The last seed, when seeds are given as a range. */
  readonly lastSeed?: number;
  /** Stop after this many milliseconds. */
  readonly milliseconds?: number;
}

/** The sum of all rounds. */
export interface SoakSummary {
  readonly rounds: number;
  readonly tried: number;
  readonly dropped: number;
  readonly failures: readonly string[];
  /** The seed after the last one run. */
  readonly nextSeed: number;
}

/** Runs rounds until a limit is reached; `onRound` hears of each. */
export async function runSoak(
  soak: Soak,
  limits: SoakLimits,
  clock: () => number,
  onRound: (summary: SoakSummary) => void,
): Promise<SoakSummary> {
  await soak.prepare?.();
  const end = limits.milliseconds === undefined ? Infinity : clock() + limits.milliseconds;
  const failures: string[] = [];
  let summary: SoakSummary = { rounds: 0, tried: 0, dropped: 0, failures, nextSeed: limits.firstSeed };
  for (let seed = limits.firstSeed; seed <= (limits.lastSeed ?? Infinity) && clock() < end; seed++) {
    const result = await soak.round({ seed });
    failures.push(...result.failures.map((failure) => `seed ${seed}: ${failure}`));
    summary = {
      rounds: summary.rounds + 1,
      tried: summary.tried + result.tried,
      dropped: summary.dropped + (result.dropped ?? 0),
      failures,
      nextSeed: seed + 1,
    };
    onRound(summary);
  }
  return summary;
}
