/**
 * Calls that make descriptors of things the machine does not look into, and that close many at once.
 *
 *     socket, epoll_create1, eventfd2 …   what is behind the descriptor is given; its number is asked
 *     socketpair                          two of them; their numbers are not recorded
 *     close_range                         given, and done
 */

import { closeDescriptor, installDescriptor, OPEN, type Transaction } from "@palimpsest/kernel";
import type { CallRecord } from "./record.ts";
import { openNameless } from "./recorded_files.ts";
import { aboutCall, expectedText, resultText } from "./run_asked.ts";
import { type GivenChange, givenHeader, runGivenCall } from "./run_given.ts";
import type { Run, RunProcess } from "./run.ts";

/** O_CLOEXEC, which all flags of these calls share (SOCK_CLOEXEC, EFD_CLOEXEC …). */
const CLOEXEC = OPEN.CLOEXEC;

/** Which argument holds the flags of a call that makes a descriptor; "always" and "never" close-on-exec without one. */
const FLAGS_ARGUMENT: Readonly<Record<string, number | "always" | "never">> = {
  socket: 1,
  accept: "never",
  accept4: 3,
  epoll_create: "never",
  epoll_create1: 0,
  eventfd: "never",
  eventfd2: 1,
  signalfd: "never",
  signalfd4: 3,
  timerfd_create: 1,
  inotify_init: "never",
  inotify_init1: 0,
  fanotify_init: "never",
  pidfd_open: "always",
  pidfd_getfd: "always",
  openat2: "never",
  open_by_handle_at: 2,
  open_tree: "never",
  fsopen: "never",
  mq_open: "always",
  memfd_secret: "never",
  userfaultfd: 0,
  perf_event_open: "never",
  io_uring_setup: "always",
  bpf: "always",
};

/** Whether a call makes one descriptor of something opaque. */
export function makesDescriptor(name: string): boolean {
  return Object.hasOwn(FLAGS_ARGUMENT, name);
}

/** A call that makes one descriptor. One that failed, or that changed the descriptor it was given (signalfd), is given. */
export function runMaking(run: Run, process: RunProcess, record: CallRecord): void {
  const reuses = record.name.startsWith("signalfd") && record.args[0] !== 0xffffffff && record.args[0] !== -1;
  if (record.errno !== undefined || reuses) return runGivenCall(run, process, record);
  let descriptor = 0;
  run.machine.run(givenHeader(run, process, record), (tx) => {
    descriptor = openOpaque(tx, record.name, closesOnExec(record));
    return { result: descriptor };
  });
  run.checks.compare("descriptors", aboutCall(record), expectedText(record), resultText(descriptor));
}

function closesOnExec({ name, args }: CallRecord): boolean {
  const where = FLAGS_ARGUMENT[name];
  if (typeof where !== "number") return where === "always";
  return (Number(args[where] ?? 0) & CLOEXEC) !== 0;
}

/** socketpair: two descriptors. */
export const openPair: GivenChange = (tx, { name, args }) => {
  const closeOnExec = (Number(args[1]) & CLOEXEC) !== 0;
  for (let end = 0; end < 2; end++) openOpaque(tx, name, closeOnExec);
};

function openOpaque(tx: Transaction, what: string, closeOnExec: boolean): number {
  const file = openNameless(tx, `${what}:[${tx.state.counters.inode + 1}]`);
  return installDescriptor(tx, file, closeOnExec);
}

const CLOSE_RANGE_CLOEXEC = 4;

/** close_range(first, last, flags). */
export const closeRange: GivenChange = (tx, { args: [first, last, flags] }) => {
  const isMarking = (Number(flags) & CLOSE_RANGE_CLOEXEC) !== 0;
  for (const [descriptor, { file }] of [...tx.process.descriptors.entries()]) {
    if (descriptor < Number(first) || descriptor > Number(last)) continue;
    if (!isMarking) closeDescriptor(tx, tx.pid, descriptor);
    else tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file, closeOnExec: true });
  }
};
