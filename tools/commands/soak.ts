/**
 * `soak`: the tests' generators, for as long as you like.
 */
import { exitStatus, UserError } from "../command_line/failure.ts";
import { defineCommand } from "../command_line/command.ts";
import { runSoak, type SoakLimits } from "../soak/soak.ts";
import { soaks } from "../soak/table.ts";

const DEFAULT_MINUTES = 1;

/** Runs soaks. */
export const soak = defineCommand({
  name: "soak",
  summary: "runs the tests' generators for as long as you like",
  description: [
    "Each round is decided by its seed; a failure names the seed that shows it again. What can soak:",
    ...soaks.map(({ name, summary }) => `${name}: ${summary}.`),
  ],
  operands: { what: { label: "WHAT", help: "which generator; all of them when left out", optional: true } },
  options: {
    seed: { kind: "whole", label: "S", default: 1, help: "the first seed" },
    seeds: { kind: "text", label: "A-B", help: "run the seeds from A to B, however long it takes" },
    minutes: {
      kind: "whole",
      label: "M",
      help: `stop after M minutes each (${DEFAULT_MINUTES} unless seeds are given)`,
    },
  },
  examples: [
    { command: "soak damage --minutes 5", says: "five minutes of damaged logs" },
    {
      command: "soak conform --seeds 1-400",
      says: "5,600 random scripts, answered by the kernel that runs here too",
    },
  ],
  async run({ operands, options, json, print, printJson, progress }) {
    const chosen = soaks.filter(({ name }) => operands.what === undefined || name === operands.what);
    if (chosen.length === 0) {
      const names = soaks.map(({ name }) => name).join(", ");
      throw new UserError(`There is no soak '${operands.what}'; choose one of ${names}.`);
    }
    const limits = limitsOf(options);
    let failed = false;
    for (const each of chosen) {
      const summary = await runSoak(each, limits, () => performance.now(), ({ tried }) => {
        progress.report(`${each.name}: ${each.unit}`, tried);
      });
      failed ||= summary.failures.length > 0;
      const { rounds, tried, dropped, failures, nextSeed } = summary;
      if (json) {
        printJson({ soak: each.name, rounds, [each.unit]: tried, dropped, failures, nextSeed });
        continue;
      }
      for (const failure of failures.slice(0, 20)) print(`${each.name}: ${failure}`);
      print(
        `${each.name}: ${tried} ${each.unit} in ${rounds} rounds, ${dropped} dropped, ${failures.length} failures; ` +
          `next seed ${nextSeed}`,
      );
    }
    return failed ? exitStatus.checkFailed : exitStatus.done;
  },
});

function limitsOf(
  options: { seed: number; seeds: string | undefined; minutes: number | undefined },
): SoakLimits {
  const milliseconds = options.minutes === undefined ? undefined : options.minutes * 60_000;
  if (options.seeds === undefined) {
    return { firstSeed: options.seed, milliseconds: milliseconds ?? DEFAULT_MINUTES * 60_000 };
  }
  const range = /^(\d+)-(\d+)$/.exec(options.seeds);
  if (range === null || Number(range[1]) > Number(range[2])) {
    throw new UserError(`--seeds takes a range such as 1-400, not '${options.seeds}'.`);
  }
  return { firstSeed: Number(range[1]), lastSeed: Number(range[2]), milliseconds };
}
