/** A terminal for tests: it keeps what is written, and its clock moves only when told. */
import type { Terminal } from "../command_line/terminal.ts";

/** What a {@linkcode fakeTerminal} keeps beside being a terminal. */
export interface FakeTerminal extends Terminal {
  /** All of standard output so far. */
  output: string;
  /** All of standard error so far. */
  error: string;
  /** What the clock says, in milliseconds. */
  milliseconds: number;
}

/** A terminal that keeps what is written to it. */
export function fakeTerminal(
  { errorIsTerminal = false, isDebugging = false }: { errorIsTerminal?: boolean; isDebugging?: boolean } = {},
): FakeTerminal {
  const terminal: FakeTerminal = {
    output: "",
    error: "",
    milliseconds: 0,
    errorIsTerminal,
    isDebugging,
    writeOutput: (text) => void (terminal.output += text),
    writeError: (text) => void (terminal.error += text),
    flush: () => {},
    nowMilliseconds: () => terminal.milliseconds,
  };
  return terminal;
}
