/**
 * `--memory MIB`: what a timeline may keep in memory, for every command that looks at states of a log.
 */

/** The option, as commands declare it. */
export const memoryOption = {
  kind: "whole",
  label: "MIB",
  minimum: 1,
  maximum: 1_000_000,
  default: 256,
  help: "memory for checkpoints of the log, in MiB: less is slower, and as right",
} as const;

const MEBIBYTE = 1024 * 1024;

/** The budget of a timeline, in bytes. */
export function budgetBytesOf({ memory }: { readonly memory: number }): number {
  return memory * MEBIBYTE;
}
