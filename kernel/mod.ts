/**
 * The kernel: events, effects, log, and the state that is their fold.
 *
 * @module
 */

export { BlockIndex } from "./log/block_index.ts";
export type { BlockSummary } from "./log/block.ts";
export type { LogDamage, LogDamageKind } from "./log/damage.ts";
export { FORMAT_VERSION } from "./log/header.ts";
export { LogError } from "./log/log_error.ts";
export { type OpenedLog, openLog, type OpenOptions, payloadOfBlock } from "./log/reader.ts";
export { type LogSink, LogWriter, type LogWriterOptions } from "./log/writer.ts";
