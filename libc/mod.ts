/**
 * The C library of the simulated machine: programs written in TypeScript, the runtime that runs them, stdio, and
 * allocators whose headers live in simulated memory.
 *
 * ```ts
 * import { defineProgram, runProgram } from "@palimpsest/libc";
 *
 * const hello = defineProgram("hello", {
 *   about: "Says hello",
 *   *main(c) {
 *     yield* c.printf("hello from process %d\n", c.getpid());
 *     return 0;
 *   },
 * });
 * console.log(runProgram(hello).output); // hello from process 100
 * ```
 *
 * @module
 */

export { boot, system } from "./boot.ts";
export { type C, Library } from "./c.ts";
export type { AddressedFunction, Core, Counters, LoadedImage, RuntimeDoor } from "./calls/core.ts";
export type { DirectoryCalls } from "./calls/directories.ts";
export type { FileCalls } from "./calls/files.ts";
export type { SpecialFileCalls } from "./calls/special_files.ts";
export type { UserCalls } from "./calls/users.ts";
export type { HeapCalls, HeapInfo } from "./calls/heap.ts";
export type { Loads } from "./calls/loads.ts";
export type { MemoryCalls } from "./calls/memory.ts";
export type { ExitFunction, ProcessCalls } from "./calls/processes.ts";
export type {
  Disposition,
  SigactionMaking,
  SignalCalls,
  SignalCause,
  SignalFunction,
} from "./calls/signals.ts";
export { WEXITSTATUS, WIFEXITED, WIFSIGNALED, WTERMSIG } from "./calls/wait_status.ts";
export { CONSTANTS, type Constants } from "./constants.ts";
export { BUNDLED_PROGRAMS } from "./examples/bundled.ts";
export {
  defineProgram,
  type Main,
  type Program,
  type ProgramMaking,
  programPath,
} from "./runtime/program.ts";
export {
  type BootOptions,
  FIRST_PID,
  machineOf,
  MAX_EVENTS,
  PROGRAM_MACHINE,
  type RunOptions,
  runProgram,
  runProgramOn,
  type RunResult,
  type RunStop,
} from "./runtime/run_program.ts";
export {
  type Allocator,
  type AllocatorChoices,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  type LiveBlock,
  NO_BLOCK,
} from "./malloc/allocator.ts";
export {
  allAllocators,
  ALLOCATORS,
  DEFAULT_ALLOCATOR,
  findAllocator,
  openAllocator,
} from "./malloc/allocators.ts";
export { HeapError, type HeapErrorParts, type HeapFault } from "./malloc/heap_error.ts";
export { Malloc, type MallocOptions } from "./malloc/malloc.ts";
export { BARE_PID, startBareProcess } from "./memory/bare_process.ts";
export { MemoryView } from "./memory/memory_view.ts";
export { ProgramBreak } from "./memory/program_break.ts";
export { SignalError } from "./memory/signal_error.ts";
export { type SignalHandler, UserSpace } from "./memory/user_space.ts";
export { ints, type StaticData, type StaticDatum, text, zeros } from "./runtime/static_data.ts";
export { type SmallMemory, smallMemory } from "./runtime/small_memory.ts";
export { RunStopped, type StopReason } from "./runtime/stops.ts";
export type { Executed, Request, Task } from "./runtime/task.ts";
export { COST_NANOSECONDS, eventNanoseconds, SLICE_NANOSECONDS } from "./runtime/virtual_time.ts";
export type { FormatArgument } from "./stdio/format.ts";
export type { Stdio } from "./stdio/stdio.ts";
export type { Strings } from "./string/strings.ts";
