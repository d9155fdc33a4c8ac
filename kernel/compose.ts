/**
 * Composition: the packages' tables of effects, events, reducers and calls, joined into one system.
 *
 *     package   effect ids   event ids
 *     kernel     1 …  63       1 …  95
 *     fs        64 …  95     128 … 191
 *     libc      96 … 127      96 … 127
 */

import { compileEmitters, type MakeEmitters } from "./emitters.ts";
import { type Codec, compileCodec } from "./event/codec.ts";
import { kernelEffects } from "./event/effects.ts";
import { kernelEvents } from "./event/events.ts";
import { composeSchema, type EffectTable, type EventDeclaration, type EventTable } from "./event/schema.ts";
import { Fold, type Reducer } from "./fold.ts";
import { compileFoldLoop, type FoldLoop } from "./fold_loop.ts";
import type { LogWriter } from "./log/writer.ts";
import { Machine, type MachineConfig } from "./machine.ts";
import { kernelReducers } from "./reduce/reducers.ts";
import { type DiskPort, NO_DISK } from "./memory/disk_port.ts";
import type { FileOperations } from "./process/file_operations.ts";
import type { Slice } from "./state/state.ts";
import type { Call } from "./syscalls/call.ts";
import { kernelCalls } from "./syscalls/table.ts";

/** What one package brings. */
export interface PackagePart {
  /** The package, for messages. */
  readonly owner: string;
  /** The ids that its effects may have. */
  readonly effectIds: readonly [first: number, last: number];
  /** The ids that its events may have. */
  readonly eventIds: readonly [first: number, last: number];
  /** The effects that it adds. */
  readonly effects: EffectTable;
  /** The events that it adds. */
  readonly events: EventTable;
  /** The reducer of each effect, by kind. */
  readonly reducers: Readonly<Record<string, Reducer>>;
  /** What it changes in its own slices after effects of other packages were reduced, by kind. */
  readonly followers?: Readonly<Record<string, Reducer>>;
  /** The slices of the state that it adds, each made empty. */
  readonly slices: Readonly<Record<string, (epoch: number) => Slice>>;
  /** The calls that it decides. */
  readonly calls: readonly Call[];
  /** What files of the kinds that the package knows do, by kind (state/inode.ts). */
  readonly operations: Readonly<Record<number, FileOperations>>;
  /** What its file system on a disk decides, if it has one. */
  readonly disk?: DiskPort;
}

/** The kernel's own part. */
export const kernelPart: PackagePart = {
  owner: "kernel",
  effectIds: [1, 63],
  eventIds: [1, 95],
  effects: kernelEffects,
  events: kernelEvents,
  reducers: kernelReducers as Readonly<Record<string, Reducer>>,
  slices: {},
  calls: kernelCalls,
  operations: {},
};

/** Everything needed to run a machine or to fold a log. Stateless; one serves any number of machines and views. */
export class System {
  /** Encodes and decodes the events of all packages. */
  readonly codec: Codec;
  /** Applies the effects of all packages. */
  readonly fold: Fold;
  /** Decodes and reduces at once: every replay. */
  readonly foldLoop: FoldLoop;
  /**
   * What emits effects: encodes and reduces them.
   *
   * @internal
   */
  readonly makeEmitters: MakeEmitters;
  /** The calls of all packages, by name. */
  readonly calls: ReadonlyMap<string, Call>;
  private readonly operations: ReadonlyMap<number, FileOperations>;
  private readonly disk: DiskPort;

  /** Joins the parts; the kernel's must be among them. */
  constructor(parts: readonly PackagePart[]) {
    const schema = composeSchema(
      parts.map(({ owner, effectIds: [firstId, lastId], effects: table }) => ({
        owner,
        firstId,
        lastId,
        table,
      })),
      parts.map((part) => ({
        owner: part.owner,
        firstId: part.eventIds[0],
        lastId: part.eventIds[1],
        table: { ...part.events, ...callEvents(part.calls) },
      })),
    );
    this.codec = compileCodec(schema) as unknown as Codec;
    this.fold = new Fold(schema, parts);
    this.foldLoop = compileFoldLoop(this.codec, this.fold);
    this.makeEmitters = compileEmitters(this.codec, this.fold);
    this.calls = new Map(parts.flatMap(({ calls }) => calls).map((call) => [call.name, call]));
    this.operations = new Map(
      parts.flatMap(({ operations }) => Object.entries(operations)).map((
        [kind, made],
      ) => [Number(kind), made]),
    );
    this.disk = parts.find(({ disk }) => disk !== undefined)?.disk ?? NO_DISK;
  }

  /** Starts a machine; its events go to `log`, if there is one. */
  boot(config: MachineConfig, log?: LogWriter): Machine {
    const { codec, fold, makeEmitters, calls, operations, disk } = this;
    return Machine.boot(config, { codec, fold, makeEmitters, calls, operations, disk }, log);
  }
}

function callEvents(calls: readonly Call[]): Record<string, EventDeclaration> {
  return Object.fromEntries(calls.map((call) => [call.name, call.declaration]));
}
