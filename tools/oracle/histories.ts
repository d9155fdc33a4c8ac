/**
 * Recorded histories of file operations with the real kernel's answers (tools/testdata/histories/histories.ndjson.gz), so that
 * tests prove the same results and errnos without that kernel.
 *
 *     deno run --allow-read --allow-write --allow-run --allow-sys --allow-env tools/oracle/histories.ts     records them anew
 *
 *   HF1  The file is lines of JSON, each { seed, lines, answers }: a history, and one answer for each of its lines.
 */

import { generateHistory } from "../../fs/testing/history/generate_history.ts";
import { type NativeFiles, openNativeFiles } from "./native_files.ts";

/** A history with the kernel's answers. */
export interface RecordedHistory {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly answers: readonly string[];
}

const HISTORIES = new URL("../testdata/histories/histories.ndjson.gz", import.meta.url);
const SEED_COUNT = 60;
const OPERATION_COUNT = 250;

/** Reads the recorded histories. */
export async function readHistories(): Promise<RecordedHistory[]> {
  const packed = await Deno.readFile(HISTORIES);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Asks the kernel for the answers to the histories of the first seeds. */
export async function recordHistories(
  native: NativeFiles,
  seedCount: number,
  operationCount: number,
): Promise<string> {
  const records: string[] = [];
  for (let seed = 1; seed <= seedCount; seed++) {
    const lines = generateHistory(seed, operationCount);
    records.push(`${JSON.stringify({ seed, lines, answers: await native.answer(lines) })}\n`);
  }
  return records.join("");
}

if (import.meta.main) {
  const text = await recordHistories(await openNativeFiles(), SEED_COUNT, OPERATION_COUNT);
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  await Deno.writeFile(HISTORIES, new Uint8Array(await new Response(stream).arrayBuffer()));
}
