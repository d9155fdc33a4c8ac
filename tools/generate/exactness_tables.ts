/**
 * The tables of docs/exactness.md, from the scripts with recorded answers: which script shows which rule, and how often each
 * call was compared.
 */
import type { CorpusEntry } from "../guests/script/corpus.ts";
import { parseScript } from "../guests/script/parse.ts";
import type { ScriptCall, ScriptOp } from "../guests/script/script_op.ts";

/** Scripts that belong together. */
export interface Corpus {
  readonly name: string;
  readonly entries: readonly CorpusEntry[];
}

/** One row a script that says in its head what it shows. */
export function rulesTable(corpora: readonly Corpus[]): string {
  const rows = corpora.flatMap(({ name, entries }) =>
    entries.map((entry) => `| ${entry.name} | ${name} | ${headOf(entry.script)} | ${callsOf(entry)} |`)
  );
  return ["| script | set | what it shows | calls |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** One row an operation: how often it was compared, and with which words. */
export function callsTable(corpora: readonly Corpus[]): string {
  const counts = new Map<string, { count: number; words: Set<string> }>();
  for (const { entries } of corpora) {
    for (const { name, script } of entries) {
      for (const { call, text } of parseScript(script, name)) {
        const row = counts.get(call.op) ?? { count: 0, words: new Set<string>() };
        row.count++;
        for (const word of wordsOf(call, text)) row.words.add(word);
        counts.set(call.op, row);
      }
    }
  }
  const rows = [...counts].sort(([one], [other]) => one < other ? -1 : 1)
    .map(([op, { count, words }]) => `| ${op} | ${count} | ${[...words].sort().join(" ")} |`);
  return ["| operation | compared | flags and advice seen |", "| --- | --- | --- |", ...rows].join("\n");
}

/** The comment lines a script begins with, as one sentence. */
function headOf(script: string): string {
  const lines: string[] = [];
  for (const line of script.split("\n")) {
    if (!line.startsWith("#")) break;
    lines.push(line.replace(/^#\s*/, ""));
  }
  return lines.join(" ").replaceAll("|", "/") || "(see its calls)";
}

const NO_CALLS: ReadonlySet<string> = new Set(["dump", "touch", "set autodump", "load8", "load1", "read"]);

function callsOf({ name, script }: CorpusEntry): string {
  const ops = parseScript(script, name).map(({ call }: ScriptOp) => call.op).filter((op) =>
    !NO_CALLS.has(op)
  );
  return [...new Set(ops)].join(" ");
}

/** The flag and advice words of an operation, as its line spells them; numbers are left out. */
function wordsOf(call: ScriptCall, text: string): string[] {
  if (call.op === "mmap") return listed(/flags=(\S+)/.exec(text)?.[1]);
  if (call.op === "open") return listed(text.split(/\s+/).at(-1));
  const operands = text.replace(/^(\w+: )?(\w+ = )?/, "").split(/\s+/);
  if (call.op === "madvise" || call.op === "msync") return listed(operands[3]);
  if (call.op === "mremap") return listed(operands[4]);
  if (call.op === "fallocate") return listed(operands[2]);
  return [];
}

function listed(words: string | undefined): string[] {
  return (words ?? "").split(",").filter((word) => /^[A-Za-z_]\w*$/.test(word) || word === "32bit");
}
