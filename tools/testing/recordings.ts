/** The recordings of the test data: nine real programs, as they ran on Linux 6.18. */
import { fromFileUrl } from "@std/path";

/** Recordings of one process. */
export const SINGLE_PROCESS_NAMES = [
  "true",
  "cat",
  "python3",
  "sort",
  "save-array",
  "mallocs",
  "gzip",
] as const;

/** All recordings; the last two have several processes. */
export const RECORDING_NAMES = [...SINGLE_PROCESS_NAMES, "forkwait", "sh-pipes"] as const;

/** The file of a recording. */
export function recordingPath(name: string): string {
  return fromFileUrl(new URL(`../testdata/recordings/${name}.ndjson.gz`, import.meta.url));
}
