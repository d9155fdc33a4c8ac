/**
 * What is wrong with a script, said once and precisely: file, line, column and one sentence. Whoever runs the command prints
 * the message alone and leaves with status 2; a stack trace would only hide it.
 *
 * SE1. Lines and columns count from 1; columns count characters, as an editor shows them.
 * SE2. The sentence ends in a full stop and says what to do where that is not obvious.
 */

/** Where in a script something stands. */
export interface ScriptPlace {
  /** The name of the file as the user gave it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A script that cannot be read or run. Its `message` is `file:line:column: sentence`. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";

  /** @param place where it is wrong @param sentence what is wrong, without the place */
  constructor(readonly place: ScriptPlace, readonly sentence: string) {
    super(`${place.file}:${place.line}:${place.column}: ${sentence}`);
  }
}
