/**
 * `docs`: writes the generated parts of docs/, or checks that they are up to date.
 */
import { CheckFailed, exitStatus } from "../command_line/failure.ts";
import { defineCommand } from "../command_line/command.ts";
import { readInputFile, writeOutputFile } from "../command_line/files.ts";
import type { Program } from "../command_line/help.ts";
import { generatedPages } from "../generate/pages.ts";

/** The command; `program` is the whole command line, which one page describes. */
export function docsCommand(program: () => Program) {
  return defineCommand({
    name: "docs",
    summary: "writes the generated parts of docs/",
    options: { check: { kind: "flag", help: "write nothing; fail when a page is not up to date" } },
    examples: [{ command: "docs --check", says: "whether the generated pages say what the code says" }],
    async run({ options, json, print, printJson }) {
      const stale: string[] = [];
      for (const { path, generate } of generatedPages(program())) {
        const present = new TextDecoder().decode(await readInputFile(path));
        const wanted = await generate(present);
        if (wanted === present) continue;
        stale.push(path);
        if (!options.check) await writeOutputFile(path, wanted);
      }
      if (json) printJson({ changed: stale });
      else for (const path of stale) print(options.check ? `${path} is not up to date` : `wrote ${path}`);
      if (options.check && stale.length > 0) {
        throw new CheckFailed("Run `deno task docs` to bring docs/ up to date.");
      }
      return exitStatus.done;
    },
  });
}
