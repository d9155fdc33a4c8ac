/**
 * The arguments of one line, taken word by word.
 *
 * AR1. Positional arguments are taken in the order of the man page, then `key=value` ones in any order.
 * AR2. What is missing, left over or misspelt is an error with its column: a script says what it means, and a misspelt key
 *      that is quietly passed over would make it say something else.
 * AR3. From a word that starts with `#` on, the rest of the line is a comment.
 */
import { type Expression, ExpressionError, parseExpression } from "./expression.ts";
import { ScriptError, type ScriptPlace } from "./script_error.ts";

/** A word and where it starts. */
export interface Token {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/** The words of a line up to a comment. Blanks and tabs separate. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(/[^ \t\r\v\f]+/g)) {
    if (match[0].startsWith("#")) break;
    tokens.push({ text: match[0], column: match.index + 1 });
  }
  return tokens;
}

/** Hands out the words after the operation's own. */
export class Arguments {
  #next = 0;

  /** @param words the words after the operation @param end where the line ends, for what is missing */
  constructor(private readonly words: readonly Token[], private readonly end: ScriptPlace) {}

  /** Whether a positional word is left. */
  get hasMore(): boolean {
    return this.#next < this.words.length;
  }

  /** The next word. @param what what it stands for, for the error when the line ends here */
  word(what: string): Token {
    const token = this.words[this.#next];
    if (token === undefined) throw new ScriptError(this.end, `The line ends where ${what} is expected.`);
    this.#next++;
    return token;
  }

  /** Reads the next word with `parse`; its errors get the word's place. */
  parsed<T>(what: string, parse: (text: string) => T): T {
    return this.parsedToken(this.word(what), parse);
  }

  /** Reads a word that was already taken; errors get its place. */
  parsedToken<T>(token: Token, parse: (text: string) => T): T {
    try {
      return parse(token.text);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new ScriptError({ ...this.end, column: token.column + error.offset }, error.sentence);
    }
  }

  /** The next word as an expression. */
  expression(what: string): Expression {
    return this.parsed(what, parseExpression);
  }

  /** The next word, which must be one of a few. */
  oneOf<T extends string>(what: string, choices: readonly T[]): T {
    const token = this.word(what);
    const choice = choices.find((each) => each === token.text);
    if (choice !== undefined) return choice;
    throw this.error(token, `"${token.text}" is not ${what}; write ${choices.join(", ")}.`);
  }

  /** Takes all words left as `key=value`; each key at most once, and only these. */
  keywords(keys: readonly string[]): Keywords {
    const given = new Map<string, Token>();
    while (this.hasMore) {
      const token = this.word("an argument");
      const equals = token.text.indexOf("=");
      const key = equals < 0 ? token.text : token.text.slice(0, equals);
      if (equals < 0 || !keys.includes(key)) {
        throw this.error(
          token,
          `Unexpected "${token.text}"; write ${keys.map((each) => `${each}=…`).join(", ")}.`,
        );
      }
      if (given.has(key)) throw this.error(token, `${key}= is given twice.`);
      given.set(key, { text: token.text.slice(equals + 1), column: token.column + equals + 1 });
    }
    return new Keywords(given, (token, parse) => this.parsedToken(token, parse));
  }

  /** Fails when words are left over. */
  finish(): void {
    const token = this.words[this.#next];
    if (token !== undefined) throw this.error(token, `Unexpected "${token.text}" after the last argument.`);
  }

  /** An error at a word. */
  error(token: Token, sentence: string): ScriptError {
    return new ScriptError({ ...this.end, column: token.column }, sentence);
  }
}

/** The `key=value` arguments of a line. */
export class Keywords {
  /** @param given the values by key @param placed reads a value so that its errors have a place */
  constructor(
    private readonly given: ReadonlyMap<string, Token>,
    private readonly placed: <T>(token: Token, parse: (text: string) => T) => T,
  ) {}

  /** The value of a key, or of the text that stands for it when it is not given. */
  parsed<T>(key: string, missing: string, parse: (text: string) => T): T {
    return this.placed(this.given.get(key) ?? { text: missing, column: 1 }, parse);
  }

  /** The expression of a key. */
  expression(key: string, missing: string): Expression {
    return this.parsed(key, missing, parseExpression);
  }
}
