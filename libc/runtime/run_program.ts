/**
 * Running a program from boot to the end of its last process.
 *
 *      boot ── programs are installed, a terminal is opened ── a process is about to execute ── execve ── its main() …
 *                                                               └ its stack holds the arguments
 *
 *   RP1  Two runs of the same program with the same arguments make the same log, byte by byte.
 *   RP2  A run that cannot go on is stopped with a sentence; what happened until then stays, and stands in the log.
 */

import {
  addressOf,
  type AnyRecord,
  buildImage,
  ENOMEM,
  fileBytes,
  hex,
  type LogWriter,
  type Machine,
  type MachineConfig,
  type MachineObserver,
  mmapBase,
  pageOf,
  setPlace,
  type State,
  storeBytes,
  TASK_SIZE_PAGES,
  type Transaction,
  VM,
} from "@palimpsest/kernel";
import {
  furnishTree,
  HOME_PATH,
  inodeAt,
  openTerminal,
  type SuppliedEntry,
  supplyFiles,
  terminalText,
} from "@palimpsest/fs";
import { boot } from "../boot.ts";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import { DEFAULT_ALLOCATOR } from "../malloc/allocators.ts";
import { InstalledPrograms } from "./installed_programs.ts";
import { type Program, programPath, withUsed } from "./program.ts";
import { Runtime } from "./runtime.ts";
import { runToEnd } from "./scheduler.ts";
import { RunStopped, type StopReason } from "./stops.ts";
import type { Executed } from "./task.ts";

/** The first process of a run. */
export const FIRST_PID = 100;
/** The machine that programs run on: 16 GiB of memory. */
export const PROGRAM_MACHINE: MachineConfig = { frameCount: 2 ** 22, ramPages: 2 ** 22, swapSlotCount: 0 };
/** Events after which a run is stopped. */
export const MAX_EVENTS = 10_000_000;

const ENVIRONMENT = ["PATH=/bin", "LC_ALL=C"];
const STACK_PAGES = 33;
const STACK_LIMIT_BYTES = 8 * 2 ** 20;

/** How a program is run. */
export interface RunOptions {
  /** The arguments after the program's own name. */
  readonly arguments?: readonly string[];
  /** Environment strings, "NAME=value". */
  readonly environment?: readonly string[];
  /** Programs that can be executed beside those that the program uses; each gets its file when it is executed. */
  readonly available?: readonly Program[];
  /** What malloc is made of; the default allocator when left out. */
  readonly allocator?: AllocatorMaking;
  /** Whether malloc's events name the line of the program that called (slow: some 60 µs each). Default: false. */
  readonly namesSites?: boolean;
  /** Events after which the run is stopped; MAX_EVENTS when left out. */
  readonly maxEvents?: number;
  /** Whether counters() tells what was counted; otherwise zeros, so that runs with other memory can be compared. Default: true. */
  readonly tellsCounters?: boolean;
  /** The user that the program acts for. Default: 0, the superuser. */
  readonly uid?: number;
  /** Files from outside that are there before the program runs. */
  readonly files?: readonly SuppliedEntry[];
  /** Called with what the programs write, as they write it. */
  readonly onOutput?: (text: string) => void;
}

/** How a program is run on a machine of its own. */
export interface BootOptions extends RunOptions {
  /** Where the events go. */
  readonly log?: LogWriter;
  /** The machine; the program's own when left out. */
  readonly config?: MachineConfig;
  /** Told of every event. */
  readonly observer?: MachineObserver;
}

/** Why a run ended before its processes did. */
export interface RunStop {
  /** What kind of stop. */
  readonly reason: StopReason;
  /** A sentence for people. */
  readonly message: string;
  /** What a program threw. */
  readonly cause?: unknown;
}

/** What a run came to. */
export interface RunResult {
  /** The machine as the run left it. */
  readonly machine: Machine;
  /** Everything that was written to the terminal. */
  readonly output: string;
  /** wait(2) status of the first process; undefined when the run was stopped before it ended. */
  readonly status: number | undefined;
  /** Set when the run was stopped. */
  readonly stop: RunStop | undefined;
  /** Virtual time at the end. */
  readonly nanoseconds: number;
}

/** The machine that a program runs on, when nobody names another. */
export function machineOf({ machine }: Pick<Program, "machine">): MachineConfig {
  return { ...PROGRAM_MACHINE, ...machine };
}

/** Runs a program on a machine of its own. */
export function runProgram(program: Program, options: BootOptions = {}): RunResult {
  const machine = boot(options.config ?? machineOf(program), options.log);
  machine.observer = options.observer;
  return runProgramOn(machine, program, options);
}

/** Runs a program on a machine that was just booted. */
export function runProgramOn(machine: Machine, program: Program, options: RunOptions = {}): RunResult {
  const { allocator = DEFAULT_ALLOCATOR, namesSites = false } = options;
  const programs = new InstalledPrograms({ allocator, namesSites }, options.available);
  const runtime = new Runtime(machine, programs, options.maxEvents ?? MAX_EVENTS, options.tellsCounters);
  const { observer } = machine;
  machine.observer = {
    event(header: AnyRecord, outcome: AnyRecord) {
      runtime.countEvent(header, outcome);
      observer?.event(header, outcome);
    },
  };
  const terminal = furnish(machine, programs, program, options.uid ?? 0);
  const showOutput = outputShower(machine.state, terminal, options.onOutput);
  const stop = stopOf(() => {
    supply(machine, options.files ?? []);
    startFirst(runtime, program, options);
    runToEnd(runtime, showOutput);
  });
  machine.endStores();
  machine.observer = observer;
  const first = machine.state.process(FIRST_PID);
  return {
    machine,
    output: terminalText(machine.state, terminal),
    status: runtime.isAlive(FIRST_PID) ? undefined : first.status,
    stop,
    nanoseconds: runtime.clockNanoseconds,
  };
}

function stopOf(run: () => void): RunStop | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    return { reason: error.reason, message: error.message, cause: error.cause };
  }
}

/** Lets the first process act for a user, whose group has the same number. */
function actFor(tx: Transaction, uid: number): void {
  const ids = {
    uid,
    effectiveUid: uid,
    savedUid: uid,
    gid: uid,
    effectiveGid: uid,
    savedGid: uid,
    groups: [],
  };
  tx.emit({ kind: "processCredentials", process: FIRST_PID, ...ids });
}

/** Makes what is there before the program: the tree, the files in /bin, the terminal, and a process with a stack. */
function furnish(machine: Machine, programs: InstalledPrograms, program: Program, uid: number): number {
  let terminal = 0;
  machine.run({ kind: "setup", process: 0, what: "a tree of directories" }, (tx) => {
    furnishTree(tx, { uid });
    return {};
  });
  machine.run({ kind: "setup", process: 0, what: "programs" }, (tx) => {
    programs.install(tx, withUsed(program));
    return {};
  });
  machine.run({ kind: "setup", process: FIRST_PID, what: "a process before its execve" }, (tx) => {
    tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 0, name: "start" });
    buildImage(tx, startImage());
    terminal = openTerminal(tx);
    const workingDirectory = inodeAt(machine, HOME_PATH)!;
    setPlace(tx, FIRST_PID, { workingDirectory, umask: 0 });
    if (uid !== 0) actFor(tx, uid);
    return {};
  });
  return terminal;
}

/** Hands in what comes from outside. */
function supply(machine: Machine, files: readonly SuppliedEntry[]): void {
  const refused = supplyFiles(machine, files);
  if (refused !== undefined) throw new RunStopped("failure", refused);
}

function startImage() {
  const flags = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT | VM.GROWSDOWN;
  const startPage = TASK_SIZE_PAGES - STACK_PAGES;
  const stack = { startPage, endPage: TASK_SIZE_PAGES, flags, file: 0, inode: 0, pageOffset: startPage };
  return {
    name: "start",
    topPage: pageOf(mmapBase(STACK_LIMIT_BYTES)),
    startBreak: 0,
    startData: 0,
    endData: 0,
    vmas: [{ ...stack, name: "[stack]", present: [] }],
  };
}

/** Executes the program in the first process, whose stack holds the arguments. */
function startFirst(runtime: Runtime, program: Program, options: RunOptions): void {
  const path = programPath(program);
  const argv = [program.name, ...options.arguments ?? []];
  const envp = options.environment ?? ENVIRONMENT;
  const { argvAddress, envpAddress } = storeArguments(runtime.machine, argv, envp);
  const executed: Executed = { path, argv, envp, argvAddress, envpAddress };
  const result = runtime.machine.call(FIRST_PID, "execve", { path, argv: argvAddress, envp: envpAddress });
  if (result === -ENOMEM || !runtime.isAlive(FIRST_PID)) {
    throw new RunStopped("failure", `The machine has too little memory to execute ${path}.`);
  }
  if (result < 0) {
    throw new RunStopped("failure", `${path} cannot be executed with these arguments (errno ${-result}).`);
  }
  runtime.adopt(FIRST_PID, executed);
}

/** Stores two arrays of strings one behind the other in the topmost pages of the stack. */
function storeArguments(
  machine: Machine,
  argv: readonly string[],
  envp: readonly string[],
): { argvAddress: number; envpAddress: number } {
  const strings = [...argv, ...envp].map((string) => new TextEncoder().encode(string + "\0"));
  const pointerBytes = (strings.length + 2) * 8;
  const stringBytes = strings.reduce((sum, { length }) => sum + length, 0);
  const start = Math.floor((addressOf(TASK_SIZE_PAGES) - pointerBytes - stringBytes) / 16) * 16;
  const bytes = new Uint8Array(pointerBytes + stringBytes);
  const view = new DataView(bytes.buffer);
  let slot = 0;
  let at = pointerBytes;
  strings.forEach((string, index) => {
    if (index === argv.length) slot++;
    view.setUint32(slot * 8, (start + at) % 2 ** 32, true);
    view.setUint32(slot * 8 + 4, Math.floor((start + at) / 2 ** 32), true);
    slot++;
    bytes.set(string, at);
    at += string.length;
  });
  const { signal } = storeBytes(machine, FIRST_PID, start, bytes);
  if (signal !== undefined) {
    throw new RunStopped("failure", `The arguments do not fit the stack below ${hex(start + bytes.length)}.`);
  }
  return { argvAddress: start, envpAddress: start + (argv.length + 1) * 8 };
}

/** Hands on what was written to the terminal since the last time. */
function outputShower(state: State, terminal: number, show?: (text: string) => void): () => void {
  if (show === undefined) return () => {};
  const decoder = new TextDecoder();
  let shown = 0;
  return () => {
    const { sizeBytes } = state.inode(terminal);
    if (sizeBytes === shown) return;
    show(decoder.decode(fileBytes(state, terminal, shown, sizeBytes - shown).bytes, { stream: true }));
    shown = sizeBytes;
  };
}
