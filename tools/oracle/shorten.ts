/**
 * Shortens a script while something stays true of it, so that a difference found by a random script becomes one that a person
 * can read. Lines are left out, in ever smaller groups, until leaving out any single line would lose what is looked for.
 *
 * SH1. Only whole lines go; what a line names and no earlier line defines any more is skipped when the script runs.
 * SH2. The judge is asked about scripts only, one at a time, and never about the same one twice.
 */

/** Whether a script still has what is looked for. */
export type ScriptJudge = (script: string) => boolean | Promise<boolean>;

/**
 * Shortens a script for which `isWanted` holds.
 * @returns the shortest script found; the script itself when the judge does not want even that
 */
export async function shortenScript(script: string, isWanted: ScriptJudge): Promise<string> {
  const judged = new Map<string, boolean>();
  const judge = async (lines: readonly string[]) => {
    const text = textOf(lines);
    if (!judged.has(text)) judged.set(text, await isWanted(text));
    return judged.get(text)!;
  };
  let lines = script.split("\n").filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (!(await judge(lines))) return script;
  for (let groupSize = lines.length >> 1; groupSize >= 1;) {
    const shorter = await withoutOneGroup(lines, groupSize, judge);
    if (shorter !== undefined) lines = shorter;
    else if (groupSize === 1) break;
    groupSize = Math.max(1, shorter === undefined ? groupSize >> 1 : Math.min(groupSize, lines.length >> 1));
  }
  return textOf(lines);
}

/** The lines without the last group of that size that can go; later lines are less likely to be needed. */
async function withoutOneGroup(
  lines: readonly string[],
  groupSize: number,
  judge: (lines: readonly string[]) => Promise<boolean>,
): Promise<string[] | undefined> {
  for (let end = lines.length; end > 0; end -= groupSize) {
    const start = Math.max(0, end - groupSize);
    const shorter = [...lines.slice(0, start), ...lines.slice(end)];
    if (await judge(shorter)) return shorter;
  }
  return undefined;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
