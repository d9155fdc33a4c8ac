/**
 * Mermaid's own parser, for tests: every Mermaid text that Palimpsest writes must be accepted by it.
 *
 * MP1. Mermaid is loaded once, at the first call. It cleans labels with DOMPurify, which looks for a `window`
 *      while it is being loaded and keeps it; so one of happy-dom's stands there during the load, and is gone
 *      before and after: no test may come to depend on it.
 * MP2. Parsing draws nothing, reads no file and opens no connection.
 */
import { Window } from "happy-dom";

type Mermaid = typeof import("mermaid").default;

let loading: Promise<Mermaid> | undefined;

/**
 * Parses a Mermaid text and gives the kind of diagram it found ("flowchart-v2", "sequence", "stateDiagram" …).
 * Rejects with a SyntaxError that carries Mermaid's message, with its line, when the text is not a diagram.
 */
export async function parseMermaid(text: string): Promise<string> {
  loading ??= loadMermaid();
  const mermaid = await loading;
  try {
    const { diagramType } = await mermaid.parse(text);
    return diagramType;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`Mermaid refuses the text: ${message}`, { cause: error });
  }
}

async function loadMermaid(): Promise<Mermaid> {
  const window = new Window();
  const place = globalThis as { window?: unknown; document?: unknown };
  place.window = window;
  place.document = window.document;
  try {
    return (await import("mermaid")).default;
  } finally {
    delete place.window;
    delete place.document;
  }
}
