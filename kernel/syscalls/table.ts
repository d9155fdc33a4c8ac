/**
 * The kernel's system calls, one line each.
 */

import type { Call } from "./call.ts";

/** Every call of the kernel package. */
export const kernelCalls: readonly Call[] = [];
