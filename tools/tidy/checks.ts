/**
 * All the checks, over all the files: from paths and texts to findings. No file is read here.
 *
 *     imports        imports.ts       who may import whom
 *     purity         purity.ts        no clock, randomness, I/O, async or BigInt in the machine
 *     machine-path   texts.ts         no folders of somebody's machine
 *     undone         texts.ts         no work left for later
 *     head           texts.ts         each source opens with a comment
 *     test-beside    tests_beside.ts  each source has its test
 *     sizes          sizes.ts         files and functions are short
 */
import { type Finding, sortFindings } from "./finding.ts";
import { checkImports } from "./imports.ts";
import { checkPurity } from "./purity.ts";
import { checkSizes } from "./sizes.ts";
import { readSource } from "./source.ts";
import { checkTestsBeside } from "./tests_beside.ts";
import { checkMachinePaths, checkOpeningComment, checkUndoneMarks } from "./texts.ts";

/** A file of the repository. */
export interface TextFile {
  /** From the top of the repository, with forward slashes. */
  path: string;
  /** Everything in it. */
  text: string;
}

const sourceChecks = [checkImports, checkPurity, checkSizes, checkUndoneMarks, checkOpeningComment];

/** Everything that the checks find in the files, in order of place. */
export function checkFiles(files: readonly TextFile[]): Finding[] {
  return sortFindings([
    ...checkTestsBeside(files.map((file) => file.path)),
    ...files.flatMap(({ path, text }) => checkMachinePaths(path, text)),
    ...files.filter(({ path }) => path.endsWith(".ts")).flatMap(({ path, text }) => {
      const source = readSource(path, text);
      return sourceChecks.flatMap((check) => check(source));
    }),
  ]);
}
