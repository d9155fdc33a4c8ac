/**
 * A small machine with a file system, for tests: the kernel's fixture with this package's part.
 */

import { FileFixture } from "../../kernel/testing/file_fixture.ts";
import { fsPart } from "../boot.ts";

/** A machine with one process, the calls of kernel and fs, and no files. */
export function fsFixture(): FileFixture {
  return new FileFixture([fsPart]);
}

/** Opens a path with flags; the descriptor or a negated errno. */
export function openPath(fixture: FileFixture, path: string, flags: number, mode = 0o644): number {
  return fixture.call("open", { path, flags, mode });
}
