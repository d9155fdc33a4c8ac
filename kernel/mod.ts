/**
 * The kernel: events, effects, reducers, state, memory, processes, page cache, log and timeline.
 *
 * ```ts
 * import { kernelPart, System } from "@palimpsest/kernel";
 *
 * const system = new System([kernelPart]);
 * const machine = system.boot({ frameCount: 1024, ramPages: 1024, swapSlotCount: 0 });
 * console.log(machine.state.eventCount); // 1: boot
 * ```
 *
 * @module
 */

export * from "./address.ts";
export { assertThat, KernelAssertion } from "./assert.ts";
export { checkState } from "./check/check_state.ts";
export { kernelPart, type PackagePart, System } from "./compose.ts";
export * from "./errno.ts";
export { Decoder } from "./event/decoder.ts";
export { Encoder } from "./event/encoder.ts";
export { describeSchema } from "./event/describe.ts";
export { FAULT_ACCESS, FAULT_OUTCOME, kernelEvents } from "./event/events.ts";
export {
  flagFormatter,
  type FlagName,
  formatAddress,
  formatBytes,
  formatHex,
  formatPage,
  type Formatter,
  usualHints,
} from "./event/format.ts";
export { printEffect, type Printers, printEvent } from "./event/print.ts";
export { bool, bytes, int, list, near, text, uint } from "./event/field.ts";
export {
  type AnyEvent,
  type AnyRecord,
  defineEffects,
  defineEvents,
  type EffectOf,
  type Schema,
} from "./event/schema.ts";
export { Fold, type Reducer } from "./fold.ts";
export type { FoldLoop } from "./fold_loop.ts";
export type { ByteReader } from "./event/byte_reader.ts";
export { LogError } from "./log/log_error.ts";
export { type OpenedLog, openLog, type OpenOptions, payloadOfBlock } from "./log/reader.ts";
export { crc32 } from "./log/crc32.ts";
export { type Hash, type MakeHash, Sha256 } from "./log/sha256.ts";
export { LogWriter } from "./log/writer.ts";
export { PIPE_CAPACITY_BYTES, RLIM_INFINITY } from "./limits.ts";
export { Machine, type MachineConfig, type MachineObserver, type MachineParts } from "./machine.ts";
export { allocatePages } from "./memory/file_allocate.ts";
export {
  collapseRange,
  growFile,
  insertRange,
  punchHole,
  setFileSize,
  zeroRange,
} from "./memory/file_truncate.ts";
export { MADV, MAP, MREMAP, MS, PROT } from "./memory/mmap_flags.ts";
export { type FileBytes, fileBytes } from "./memory/file_content.ts";
export { cacheEnd, filePageCount, largestSize } from "./memory/file_size.ts";
export {
  F_ANON,
  F_CACHED,
  F_DIRTY,
  F_EXCLUSIVE,
  F_LAZY_FREE,
  F_LOCKED,
  F_SLOT_KEPT,
  F_SWAP_CACHE,
  F_USED,
  FLAGS,
  frameIndex,
  MAPS,
  OWNER,
} from "./memory/frame.ts";
export {
  isPresent,
  isWritable,
  isZeroPage,
  presentPte,
  type Pte,
  PTE_ABSENT,
  PTE_ACCESSED,
  PTE_DIRTY,
  PTE_GUARD,
  PTE_PRESENT,
  PTE_SWAPPED,
  pteFrame,
  pteKind,
  unpackPte,
  ZERO_FRAME,
} from "./memory/pte.ts";
export { dirtyPages } from "./memory/folio_dirty.ts";
export type { DiskPort } from "./memory/disk_port.ts";
export { dropInode } from "./memory/inode_end.ts";
export { type InodeTime, touchAccessed, touchInode } from "./memory/inode_times.ts";
export { dropRunningAs, withoutRunningAs } from "./memory/running_as.ts";
export { CONTENT, type InsertedContent, type Insertion, insertPages } from "./memory/cache_insert.ts";
export { fromFrame, fromValue, type Sink, type Source, userSink } from "./memory/transfer.ts";
export type { CopyPart } from "./memory/user_copy.ts";
export { resizeRefusal } from "./memory/resize_refusal.ts";
export { addSeals, isSealed, SEAL, sealsOf } from "./memory/seals.ts";
export { readUserBytes, writeUserBytes } from "./memory/user_bytes.ts";
export { writeFile } from "./memory/file_writing.ts";
export { writeBack } from "./memory/write_back.ts";
export { isAnonymous, pageIndexIn, type Vma, vmaPageCount } from "./memory/vma.ts";
export { permissionsText, VM, vmFlagsText } from "./memory/vma_flags.ts";
export { type Access, type AccessSignal, decideFault, isPermitted, touchMemory } from "./mmu.ts";
export {
  anyFileAt,
  closeDescriptor,
  fileAt,
  freeDescriptor,
  installDescriptor,
} from "./process/descriptors.ts";
export type { FileOperations, WantedMapping } from "./process/file_operations.ts";
export { setPlace } from "./process/place.ts";
export { type ElfProgram, type ElfSegment, encodeElf, parseElf, SEGMENT_RIGHTS } from "./process/elf.ts";
export {
  execProgram,
  LOAD_ADDRESS,
  mmapBase,
  type PlacedProgram,
  placeProgram,
  startStack,
} from "./process/exec.ts";
export { type InitialStack, initialStack, type StartArguments } from "./process/initial_stack.ts";
export { readStringArray, readUserString } from "./process/user_strings.ts";
export { MemoryPort, NO_WORD } from "./memory_port.ts";
export { peekBytes, type PeekedPage, peekPage, peekWord } from "./peek_memory.ts";
export { buildImage, type Image, type ImageVma, type PresentPages } from "./process/image.ts";
export {
  deliverSignal,
  forgetHandlers,
  sendSignal,
  SIGNAL,
  SIGNAL_CODE,
  signalName,
} from "./process/signal.ts";
export { nameOfPage } from "./reclaim/page_name.ts";
export {
  isPolicyName,
  ONLINE_POLICY_NAMES,
  POLICIES,
  POLICY_NAMES,
  type PolicyKind,
  type PolicyName,
} from "./reclaim/policies.ts";
export { nextUsesOf } from "./reclaim/policies/opt.ts";
export {
  mayTakeAny,
  NO_PAGE,
  NO_VICTIM,
  type PolicyMaking,
  type ReplacementPolicy,
} from "./reclaim/policy.ts";
export { addRecord, subtractRecord } from "./reduce/digest_sum.ts";
export {
  type Content,
  copyBytes,
  fillBytes,
  hashHi,
  hashLo,
  readByte,
  readInto,
  UNKNOWN,
} from "./state/content.ts";
export * from "./state/inode.ts";
export { type Credentials, type ProcessPlace, ROOT_PLACE, SUPERUSER } from "./state/credentials.ts";
export { type CanonicalRecord, Digest } from "./state/digest.ts";
export type { InodeAttributes } from "./state/inode_attributes.ts";
export { ObjectTable } from "./state/object_table.ts";
export { type Order, OrderedTree } from "./state/ordered_tree.ts";
export { OPEN, OpenFile } from "./state/open_file.ts";
export {
  OOM_SCORE_BIAS,
  Process,
  PROCESS_RUNNING,
  PROCESS_WAITING,
  PROCESS_ZOMBIE,
  RLIMIT,
} from "./state/process.ts";
export {
  actionOf,
  hasSignal,
  nextPending,
  SA,
  SIG_DFL,
  SIG_IGN,
  type SignalAction,
  signalBit,
  type SignalState,
} from "./state/signal_state.ts";
export { Space } from "./state/space.ts";
export { type Slice, State } from "./state/state.ts";
export {
  decideRead,
  decideWrite,
  type ReadArguments,
  type WriteArguments,
} from "./syscalls/file_transfer.ts";
export { FCNTL } from "./syscalls/fcntl.ts";
export { SEEK } from "./syscalls/lseek.ts";
export { residencyOf } from "./syscalls/mincore.ts";
export {
  type AccessResult,
  copyMemory,
  fillMemory,
  loadBytes,
  loadWord,
  nonCanonicalSignal,
  storeBytes,
  storeWord,
} from "./user_memory.ts";
export type { Packing } from "./timeline/checkpoints.ts";
export { Timeline, type TimelineMemory, type TimelineOptions } from "./timeline/timeline.ts";
export { TimelineError } from "./timeline/timeline_error.ts";
export { View } from "./timeline/view.ts";
export { BLOCKED, type Call, type CallArguments, defineCall } from "./syscalls/call.ts";
export type { Transaction, Wait } from "./transaction.ts";
export { Random } from "./testing/random.ts";

// The types that the exports above speak of.
export type { Codec } from "./event/codec.ts";
export type { EventSink } from "./event/decoder.ts";
export { type KernelEffect, kernelEffects } from "./event/effects.ts";
export type {
  BoolField,
  BytesField,
  Field,
  FieldNotes,
  FieldOf,
  FieldValue,
  IntField,
  ItemField,
  ListField,
  NearField,
  NearOptions,
  TextField,
  UintField,
} from "./event/field.ts";
export type {
  FieldPacking,
  Known,
  PackedField,
  PackedRecord,
  Pattern,
  PatternDeclaration,
  Units,
} from "./event/pattern.ts";
export type { PrintOptions } from "./event/print.ts";
export type { Registers } from "./event/registers.ts";
export type {
  EffectDeclaration,
  EffectKind,
  EffectTable,
  EventDeclaration,
  EventHeaderOf,
  EventKind,
  EventOf,
  EventTable,
  Fields,
  FieldSpec,
  Flat,
  Kind,
  KindDeclaration,
  KindOf,
  KindTable,
  NoFields,
  OutcomeFields,
  OutcomeOf,
  OutcomeRecordOf,
  RecordSpec,
  Tagged,
  Values,
  WholeEvent,
} from "./event/schema.ts";
export type { FaultResult } from "./faults/handle_fault.ts";
export type { BlockIndex } from "./log/block_index.ts";
export type { LogDamage, LogDamageKind } from "./log/damage.ts";
export type { LoadedProgram } from "./process/initial_stack.ts";
export type { Reclaimer } from "./reclaim/reclaimer.ts";
export type { Watermarks } from "./reclaim/watermarks.ts";
export type { DigestSum } from "./reduce/digest_sum.ts";
export type { AnonVma } from "./state/anon_vma.ts";
export type { ContentBytes } from "./state/content_bytes.ts";
export type { ContentBase } from "./state/content_base.ts";
export type { ContentPatch } from "./state/content_patch.ts";
export type { ContentRuns } from "./state/content_runs.ts";
export type { RecordField, RecordHasher } from "./state/digest.ts";
export type { FrameMap } from "./state/frame_map.ts";
export type { FrameTable } from "./state/frame_table.ts";
export type { Readahead } from "./state/open_file.ts";
export type { OrderedCursor } from "./state/ordered_cursor.ts";
export type { Descriptor, Limit } from "./state/process.ts";
export type { SpaceLayout } from "./state/space.ts";
export type { SparseEntry, SparsePages } from "./state/sparse_pages.ts";
export type { Counters, SwapSlot } from "./state/state.ts";
export type { NumberSet } from "./state/number_set.ts";
export type { WordTable } from "./state/word_table.ts";
export type { ArgumentKind, ArgumentValues, CallMaking } from "./syscalls/call.ts";
export type { Place } from "./timeline/log_fold.ts";
