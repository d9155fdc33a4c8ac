/**
 * A set of scripts with their answers in one gzip file: a line of JSON for each, `{"name", "script", "answer"}`, where script
 * and answer are the whole texts. Some 200 scripts take about 200 KiB.
 *
 * CO1. Packing the same entries gives the same bytes on one version of the runtime; entries keep their order.
 */

/** A script and what a real kernel answered. */
export interface CorpusEntry {
  /** File name without ending. */
  readonly name: string;
  /** The script's text. */
  readonly script: string;
  /** The answer's text (ndjson). */
  readonly answer: string;
}

/** Packs entries. */
export async function packCorpus(entries: readonly CorpusEntry[]): Promise<Uint8Array> {
  const lines = entries.map(({ name, script, answer }) => JSON.stringify({ name, script, answer }) + "\n");
  const packed = new Blob([lines.join("")]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Unpacks what {@link packCorpus} packed. @throws TypeError when the bytes are not gzip */
export async function unpackCorpus(packed: Uint8Array<ArrayBuffer>): Promise<CorpusEntry[]> {
  const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")))
    .text();
  return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as CorpusEntry);
}

/** Reads the corpus at a path or file URL. */
export async function readCorpus(file: string | URL): Promise<CorpusEntry[]> {
  return await unpackCorpus(await Deno.readFile(file));
}
