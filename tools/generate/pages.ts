/**
 * The pages of docs/ that are generated, in whole or in part, and how.
 */
import { system } from "@palimpsest/fs";
import { describeSchema } from "@palimpsest/kernel";
import { readCorpus } from "../guests/script/corpus.ts";
import { helpOfCommand, type Program } from "../command_line/help.ts";
import { callsTable, type Corpus, rulesTable } from "./exactness_tables.ts";
import { replaceSection } from "./marked_section.ts";

/** A page: where it lies, and what it says when it is up to date. */
export interface GeneratedPage {
  /** Path below the repository. */
  readonly path: string;
  /** The page's text from the one that is there. */
  generate(present: string): Promise<string> | string;
}

/** Every generated page; `program` is described by one of them. */
export function generatedPages(program: Program): readonly GeneratedPage[] {
  return [
    { path: "docs/exactness.md", generate: exactness },
    { path: "docs/reference/log_format.md", generate: logFormat },
    { path: "docs/reference/commands.md", generate: (present) => commandReference(present, program) },
  ];
}

async function exactness(present: string): Promise<string> {
  const corpora: Corpus[] = [];
  for (const name of ["curated", "found", "swap", "slots", "pageout", "random"]) {
    const file = new URL(`../testdata/conform/${name}.ndjson.gz`, import.meta.url);
    corpora.push({ name, entries: await readCorpus(file) });
  }
  const speaking = corpora.filter(({ name }) => name !== "random" && name !== "pageout");
  return replaceSection(replaceSection(present, "rules", rulesTable(speaking)), "calls", callsTable(corpora));
}

function logFormat(present: string): string {
  return replaceSection(present, "from the schema", describeSchema(system().codec.schema));
}

function commandReference(present: string, program: Program): string {
  const parts = program.commands.map((command) =>
    `## ${command.name}\n\n\`\`\`\n${helpOfCommand(command, "deno task").trim()}\n\`\`\``
  );
  return replaceSection(present, "commands", parts.join("\n\n"));
}
