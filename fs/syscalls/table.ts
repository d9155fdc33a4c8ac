/**
 * The file system's calls, one line each.
 */

import type { Call } from "@palimpsest/kernel";

/** Every call of the fs package. */
export const fsCalls: readonly Call[] = [];
