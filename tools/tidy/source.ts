/**
 * A TypeScript source taken apart just far enough for the checks: what is code, what is comment, what is imported.
 *
 *     text   const a = "b"; // why
 *     code   const a = " ";            same length, same lines: a place in one is a place in the other
 *
 * SO1. `code` is `text` with the insides of strings, templates and regular expressions, and whole comments, turned
 *      into spaces. Quotes, line ends, and the code inside `${…}` stay.
 * SO2. A slash begins a regular expression where an expression may begin, and divides elsewhere.
 */

/** A comment and the line it begins in. */
export interface Comment {
  /** With its slashes and stars. */
  text: string;
  /** From 1. */
  line: number;
}

/** A module named in an import or export. */
export interface Import {
  /** As written: "./vma.ts", "@std/path". */
  specifier: string;
  /** From 1. */
  line: number;
}

/** A file's text, taken apart. */
export interface Source {
  /** Path from the top of the repository, with forward slashes. */
  path: string;
  /** The file as it is. */
  text: string;
  /** The file with only its code (SO1). */
  code: string;
  /** In order of place. */
  comments: Comment[];
}

/** Takes a file's text apart. Never fails: of a broken file it says what it can. */
export function readSource(path: string, text: string): Source {
  const scan = new Scan(text);
  scan.readCode(undefined);
  const comments = scan.comments.map(({ start, end }) => ({
    text: text.slice(start, end),
    line: lineOf(text, start),
  }));
  return { path, text, code: scan.code(), comments };
}

/** The line, from 1, of a place in a text. */
export function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** Every module that the source names: `import …`, `export … from`, `import("…")`, and types' `import("…")`. */
export function importsOf(source: Source): Import[] {
  const naming = /(?<![.\w$])(?:from|import\s*\(?)\s*(["'])/g;
  const found: Import[] = [];
  for (const match of source.code.matchAll(naming)) {
    const start = match.index + match[0].length;
    const end = source.code.indexOf(match[1], start);
    if (end < 0) continue;
    found.push({ specifier: source.text.slice(start, end), line: lineOf(source.text, start) });
  }
  return found;
}

/** Words after which an expression begins, so that a slash begins a regular expression. */
const wordsBeforeExpression = new Set(
  ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "yield", "await"],
);

/** One pass over a text, blanking what is not code. */
class Scan {
  readonly comments: { start: number; end: number }[] = [];
  readonly #blanked: { start: number; end: number }[] = [];
  #at = 0;
  /** The end of the last piece of code before `#at` that is not space. */
  #lastCode = -1;

  constructor(readonly text: string) {}

  /** The text with every blanked stretch turned into spaces, line ends kept. */
  code(): string {
    let code = "";
    let from = 0;
    for (const { start, end } of this.#blanked) {
      code += this.text.slice(from, start) + this.text.slice(start, end).replace(/[^\n]/g, " ");
      from = end;
    }
    return code + this.text.slice(from);
  }

  /** Reads code up to the brace that closes it (inside a template) or to the end of the text. */
  readCode(closing: "}" | undefined): void {
    let depth = 0;
    while (this.#at < this.text.length) {
      const char = this.text[this.#at];
      const next = this.text[this.#at + 1];
      if (char === "/" && next === "/") this.#readComment(this.#indexAfter("\n", this.#at, 0));
      else if (char === "/" && next === "*") this.#readComment(this.#indexAfter("*/", this.#at + 2, 2));
      else if (char === '"' || char === "'") this.#readString(char);
      else if (char === "`") this.#readTemplate();
      else if (char === "/" && this.#expressionMayBegin()) this.#readRegularExpression();
      else {
        if (char === "{") depth++;
        if (char === "}" && depth-- === 0 && closing === "}") return;
        if (!/\s/.test(char)) this.#lastCode = this.#at;
        this.#at++;
      }
    }
  }

  #readComment(end: number): void {
    this.comments.push({ start: this.#at, end });
    this.#blanked.push({ start: this.#at, end });
    this.#at = end;
  }

  #readString(quote: string): void {
    const start = ++this.#at;
    while (this.#at < this.text.length && this.text[this.#at] !== quote && this.text[this.#at] !== "\n") {
      this.#at += this.text[this.#at] === "\\" ? 2 : 1;
    }
    this.#close(start);
  }

  #readTemplate(): void {
    let start = ++this.#at;
    while (this.#at < this.text.length && this.text[this.#at] !== "`") {
      if (this.text.startsWith("${", this.#at)) {
        this.#blanked.push({ start, end: this.#at });
        this.#at += 2;
        this.#lastCode = this.#at - 1;
        this.readCode("}");
        start = ++this.#at;
      } else {
        this.#at += this.text[this.#at] === "\\" ? 2 : 1;
      }
    }
    this.#close(start);
  }

  #readRegularExpression(): void {
    const start = ++this.#at;
    let inClass = false;
    while (this.#at < this.text.length && this.text[this.#at] !== "\n") {
      const char = this.text[this.#at];
      if (char === "/" && !inClass) break;
      if (char === "[") inClass = true;
      if (char === "]") inClass = false;
      this.#at += char === "\\" ? 2 : 1;
    }
    this.#close(start);
  }

  /** Blanks from `start` up to the closing mark at `#at`, and steps over the mark. */
  #close(start: number): void {
    const end = Math.min(this.#at, this.text.length);
    this.#blanked.push({ start, end });
    this.#lastCode = end;
    this.#at = end + 1;
  }

  #indexAfter(mark: string, from: number, markLength: number): number {
    const index = this.text.indexOf(mark, from);
    return index < 0 ? this.text.length : index + markLength;
  }

  #expressionMayBegin(): boolean {
    if (this.#lastCode < 0) return true;
    const before = this.text.slice(Math.max(0, this.#lastCode - 12), this.#lastCode + 1);
    const word = /[\w$]+$/.exec(before)?.[0];
    if (word !== undefined) return wordsBeforeExpression.has(word);
    return !/[)\]}"'`/]$/.test(before);
  }
}
