/**
 * Checks the house rules over the whole repository: `deno task tidy`. The rules are in `tidy/checks.ts`.
 */
import { defineCommand } from "./command_line/command.ts";
import { exitStatus } from "./command_line/failure.ts";
import { runCommand } from "./command_line/program.ts";
import { openTerminal } from "./command_line/terminal.ts";
import { checkFiles, type TextFile } from "./tidy/checks.ts";
import { printFinding } from "./tidy/finding.ts";

/** Folders that hold nothing somebody wrote here: tools' own, what runs leave behind, and data as it came. */
const skippedFolders = new Set([".git", "node_modules", "out", "bench-results", "coverage", "testdata"]);

/** Ends of the names of files that are text. Files without a dot in their name are text too. */
const textEndings = /\.(ts|js|json|md|mm|c|h|sh|yml|html|css|gitignore)$/;

/** The command; it stands alone, for it checks the repository and is no part of the program. */
export const tidy = defineCommand({
  name: "tidy",
  summary: "checks the house rules that no other tool checks",
  description: [
    "Import direction, no clock, randomness, I/O, async or BigInt in kernel, fs and libc, no machine's paths, no work " +
    "left undone, a comment at the head of each source and a test beside it, and sizes of files and functions.",
    "A finding is a line 'PATH:LINE: RULE: what is there and what to do'. Notes are reported only; anything else " +
    "ends with status 1.",
  ],
  operands: {
    folder: { label: "FOLDER", help: "the top of the repository; otherwise here", optional: true },
  },
  examples: [{ command: "tidy", says: "all findings of this repository" }],
  async run({ operands, json, print, printJson }) {
    const files = await readFiles(operands.folder ?? ".");
    const findings = checkFiles(files);
    const refusedCount = findings.filter((finding) => finding.severity === "refused").length;
    if (json) {
      printJson({ files: files.length, refused: refusedCount, findings });
    } else {
      for (const finding of findings) print(printFinding(finding));
      print(`${files.length} files: ${refusedCount} refused, ${findings.length - refusedCount} noted`);
    }
    return refusedCount === 0 ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** Every text file under a folder, with paths from there. */
async function readFiles(top: string, folder = ""): Promise<TextFile[]> {
  const files: TextFile[] = [];
  for await (const entry of Deno.readDir(`${top}/${folder}`)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory && !skippedFolders.has(entry.name)) files.push(...await readFiles(top, path));
    if (entry.isFile && (textEndings.test(entry.name) || !entry.name.includes("."))) {
      files.push({ path, text: await Deno.readTextFile(`${top}/${path}`) });
    }
  }
  return files;
}

if (import.meta.main) {
  Deno.exit(await runCommand(tidy, Deno.args, openTerminal()));
}
