/**
 * The mix: the workload that everything here is measured with. It drives a real machine: every event is decided,
 * reduced and, with a log, appended.
 *
 *     seed ──▶ actions (mix_parts.ts) ──▶ workers (mix_worker.ts), forks (mix_forker.ts), probes ──▶ machine ──▶ log
 *
 *   MX1  The same options give the same log, byte for byte, on every machine.
 *   MX2  A shorter mix is a prefix of a longer one.
 */
import type { LogWriter, Machine, System } from "@palimpsest/kernel";
import { Random } from "../../kernel/testing/random.ts";
import { MixForker } from "./mix_forker.ts";
import { actionTable, type MixAction } from "./mix_parts.ts";
import { type Locality, MixWorker } from "./mix_worker.ts";
import { bootMixWorld, WORKER_COUNT } from "./mix_world.ts";

/** Which mix. */
export interface MixOptions {
  /** Events, those that set the machine up included; a few more when the last action makes several. */
  readonly eventCount: number;
  readonly locality: Locality;
  /** Default: 1. */
  readonly seed?: number;
}

/** Blocks that live at a time; the oldest is freed when another comes. */
const LIVE_BLOCKS = 1024;

/** How each action is done; by functions, so that finding the one that is asked for takes no search by name. */
const STEPS: Readonly<Record<MixAction, (mix: Mix) => void>> = {
  anonymousWrite: (mix) => mix.worker().anonymousWrite(),
  anonymousRead: (mix) => mix.worker().anonymousRead(),
  zeroWrite: (mix) => mix.worker().zeroWrite(),
  fileRead: (mix) => mix.worker().fileRead(),
  fileCopy: (mix) => mix.worker().fileCopy(),
  fileShared: (mix) => mix.worker().fileShared(),
  forkStep: (mix) => mix.forker.next(),
  store: (mix) => mix.worker().store(),
  probe: (mix) => mix.probe(),
  mapping: (mix) => mix.worker().mapping(),
  protection: (mix) => mix.worker().protection(),
  programBreak: (mix) => mix.worker().programBreak(),
  failedCall: (mix) => mix.worker().failedCall(),
};

/** A mix that runs, a few events at a time. */
export class Mix {
  /** The machine that it runs on. */
  readonly machine: Machine;
  private readonly random: Random;
  private readonly workers: readonly MixWorker[];
  /** The process that forks. */
  readonly forker: MixForker;
  private readonly steps = actionTable().map((action) => STEPS[action]);
  private blockCount = 0;

  /** Boots the world; its events go to `log`, if there is one. */
  constructor(system: System, { locality, seed = 1 }: Omit<MixOptions, "eventCount">, log?: LogWriter) {
    this.random = new Random(seed);
    this.machine = bootMixWorld(system, log);
    const { machine, random } = this;
    this.workers = Array.from(
      { length: WORKER_COUNT },
      (_, index) => new MixWorker(machine, index + 1, locality, random),
    );
    this.forker = new MixForker(machine, WORKER_COUNT + 1, locality);
  }

  /** Goes on until the machine has had so many events. */
  runTo(eventCount: number): void {
    const { steps, random, machine } = this;
    while (machine.state.eventCount < eventCount) steps[random.below(steps.length)](this);
    machine.endStores();
  }

  /** Any worker. */
  worker(): MixWorker {
    return this.workers[this.random.below(WORKER_COUNT)];
  }

  /** A call of the allocator: malloc, or free of the oldest block. */
  probe(): void {
    const process = 1 + this.random.below(WORKER_COUNT);
    const block = this.blockCount >> 1;
    const isMalloc = this.blockCount++ % 2 === 0 || block < LIVE_BLOCKS;
    const sizeBytes = 16 * this.random.between(1, 64);
    this.machine.run(
      isMalloc
        ? { kind: "malloc", process, block, address: ARENA_START + block % LIVE_BLOCKS * 1024, sizeBytes }
        : { kind: "free", process, block: block - LIVE_BLOCKS },
      () => NO_OUTCOME,
    );
  }
}

const NO_OUTCOME = {};
const ARENA_START = 0x10000 * 4096;

/** Runs a whole mix; its events go to `log`, if there is one. Gives the machine. */
export function runMix(system: System, options: MixOptions, log?: LogWriter): Machine {
  const mix = new Mix(system, options, log);
  mix.runTo(options.eventCount);
  return mix.machine;
}
