/**
 * /proc/PID/status and /proc/PID/stat: a process in words and in one line (fs/proc/array.c; fs/proc/task_mmu.c: task_mem).
 *
 *     VmSize:	    2472 kB            a label, a tab, a number of at least 8
 *     15527 (cat) S 1 0 0 …           52 fields behind each other
 *
 *   ST1  What is no state here is told as of a process that never used it: times, sessions, scheduling, context switches.
 *   ST2  Peaks are not kept: VmPeak and VmHWM are what VmSize and VmRSS are now.
 *   ST3  A process that has ended has no lines about memory.
 */

import {
  actionOf,
  PAGE_SIZE,
  type Process,
  PROCESS_WAITING,
  PROCESS_ZOMBIE,
  RLIM_INFINITY,
  RLIMIT,
  SIG_DFL,
  SIG_IGN,
  signalBit,
  type Space,
  type State,
  VM,
} from "@palimpsest/kernel";
import { spaceUsage } from "./memory_usage.ts";
import { tableBytes } from "./table_pages.ts";

const KIB = 1024;
const NUMBER_COLUMNS = 8;
const LAST_SIGNAL = 31;
/** Slots of the smallest table of descriptors (NR_OPEN_DEFAULT). */
const LEAST_DESCRIPTORS = 64;
/** Every capability that Linux 6.18 has, which the superuser has. */
const ALL_CAPABILITIES = "000001ffffffffff";
const NO_CAPABILITIES = "0".repeat(16);
/** Nodes of memory, as the kernel prints a set of 1024. */
const MEMORY_NODES = `${"00000000,".repeat(31)}00000001`;
const NO_LIMIT_WORD = "18446744073709551615";

/** The text of /proc/PID/status. */
export function statusText(state: State, process: Process): string {
  const { credentials: user, place, signals, pid, parent, name } = process;
  const isSuperuser = user.effectiveUid === 0;
  const capabilities = isSuperuser ? ALL_CAPABILITIES : NO_CAPABILITIES;
  const { ignored, caught } = signalSets(process);
  return [
    `Name:\t${name}`,
    `Umask:\t${place.umask.toString(8).padStart(4, "0")}`,
    `State:\t${stateWord(process)}`,
    ...rows({ Tgid: pid, Ngid: 0, Pid: pid, PPid: parent, TracerPid: 0 }),
    `Uid:\t${[user.uid, user.effectiveUid, user.savedUid, user.effectiveUid].join("\t")}`,
    `Gid:\t${[user.gid, user.effectiveGid, user.savedGid, user.effectiveGid].join("\t")}`,
    `FDSize:\t${descriptorSlots(process)}`,
    `Groups:\t${user.groups.map((group) => `${group} `).join("") || " "}`,
    ...rows({ NStgid: pid, NSpid: pid, NSpgid: 0, NSsid: 0, Kthread: 0 }),
    ...(process.space === 0 ? [] : memoryLines(state, state.space(process.space))),
    ...rows({ Threads: 1, SigQ: `0/${limitWord(process, RLIMIT.SIGPENDING)}` }),
    ...rows({ SigPnd: mask(0), ShdPnd: mask(signals.pending), SigBlk: mask(signals.blocked) }),
    ...rows({ SigIgn: mask(ignored), SigCgt: mask(caught), CapInh: NO_CAPABILITIES }),
    ...rows({ CapPrm: capabilities, CapEff: capabilities, CapBnd: ALL_CAPABILITIES }),
    ...rows({ CapAmb: NO_CAPABILITIES, NoNewPrivs: 0, Seccomp: 0, Seccomp_filters: 0 }),
    ...rows({ Speculation_Store_Bypass: "vulnerable", SpeculationIndirectBranch: "always enabled" }),
    ...rows({ Cpus_allowed: 1, Cpus_allowed_list: 0, Mems_allowed: MEMORY_NODES, Mems_allowed_list: 0 }),
    ...rows({ voluntary_ctxt_switches: 0, nonvoluntary_ctxt_switches: 0 }),
  ].join("\n") + "\n";
}

/** The text of /proc/PID/stat. */
export function statText(state: State, process: Process): string {
  const { pid, name, parent, minorFaults, majorFaults, signals } = process;
  const space = process.space === 0 ? undefined : state.space(process.space);
  const usage = space === undefined ? 0 : spaceUsage(state, space).resident / PAGE_SIZE;
  const { ignored, caught } = signalSets(process);
  const layout = space?.layout;
  const [startCode, endCode] = space === undefined ? [0, 0] : codeRange(space);
  const isWaiting = process.state === PROCESS_WAITING;
  return [
    ...[pid, `(${name})`, stateWord(process)[0], parent, 0, 0, 0, -1, 0],
    ...[minorFaults, 0, majorFaults, 0],
    ...[0, 0, 0, 0, 20, 0, 1, 0, 0],
    ...[(space?.totalPages ?? 0) * PAGE_SIZE, usage, limitWord(process, RLIMIT.RSS)],
    ...[startCode, endCode, 0, 0, 0],
    ...[0, signals.blocked, ignored, caught, isWaiting ? 1 : 0, 0, 0, 17, 0, 0, 0, 0, 0, 0],
    ...[layout?.startData ?? 0, layout?.endData ?? 0, layout?.startBreak ?? 0, 0, 0, 0, 0],
    process.state === PROCESS_ZOMBIE ? process.status : 0,
  ].join(" ") + "\n";
}

function rows(values: Readonly<Record<string, number | string>>): string[] {
  return Object.entries(values).map(([label, value]) => `${label}:\t${value}`);
}

function memoryLines(state: State, space: Space): string[] {
  const usage = spaceUsage(state, space);
  const file = usage.resident - usage.anonymous - usage.sharedMemory;
  const [startCode, endCode] = codeRange(space);
  const codeBytes = endCode - startCode;
  const lines: [label: string, bytes: number][] = [
    ["VmPeak", space.totalPages * PAGE_SIZE],
    ["VmSize", space.totalPages * PAGE_SIZE],
    ["VmLck", space.lockedPages * PAGE_SIZE],
    ["VmPin", 0],
    ["VmHWM", usage.resident],
    ["VmRSS", usage.resident],
    ["RssAnon", usage.anonymous],
    ["RssFile", file],
    ["RssShmem", usage.sharedMemory],
    ["VmData", space.dataPages * PAGE_SIZE],
    ["VmStk", space.stackPages * PAGE_SIZE],
    ["VmExe", codeBytes],
    ["VmLib", Math.max(0, space.executablePages * PAGE_SIZE - codeBytes)],
    ["VmPTE", tableBytes(space)],
    ["VmSwap", usage.swapEntries * PAGE_SIZE],
    ["HugetlbPages", 0],
  ];
  const text = ([label, bytes]: [string, number]) =>
    `${label}:\t${`${Math.floor(bytes / KIB)}`.padStart(NUMBER_COLUMNS)} kB`;
  return [
    ...lines.map(text),
    ...rows({ CoreDumping: 0, THP_enabled: 1, untag_mask: `0x${"f".repeat(16)}` }),
  ];
}

/** The program's text, from byte to byte: its lowest executable mapping of a file. */
export function codeRange(space: Space): [start: number, end: number] {
  for (const { flags, file, startPage, endPage } of space.vmas.items()) {
    const isText = file !== 0 && (flags & (VM.EXEC | VM.WRITE)) === VM.EXEC;
    if (isText) return [startPage * PAGE_SIZE, endPage * PAGE_SIZE];
  }
  return [0, 0];
}

function stateWord({ state }: Process): string {
  return state === PROCESS_ZOMBIE ? "Z (zombie)" : state === PROCESS_WAITING ? "S (sleeping)" : "R (running)";
}

function signalSets({ signals }: Process): { ignored: number; caught: number } {
  let [ignored, caught] = [0, 0];
  for (let number = 1; number <= LAST_SIGNAL; number++) {
    const { handler } = actionOf(signals, number);
    if (handler === SIG_IGN) ignored += signalBit(number);
    else if (handler !== SIG_DFL) caught += signalBit(number);
  }
  return { ignored, caught };
}

function mask(set: number): string {
  return set.toString(16).padStart(16, "0");
}

/** Slots in the table of descriptors: it doubles as it grows. */
function descriptorSlots({ descriptors }: Process): number {
  let slots = LEAST_DESCRIPTORS;
  for (const [number] of descriptors.entries()) while (number >= slots) slots *= 2;
  return slots;
}

function limitWord({ limits }: Process, resource: number): string {
  const { soft } = limits[resource];
  return soft === RLIM_INFINITY ? NO_LIMIT_WORD : `${soft}`;
}
