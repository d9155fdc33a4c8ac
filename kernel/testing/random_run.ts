/**
 * A random run: a few processes that map, touch, store, fork, read, write, lock, page out and exit, by a seed. What makes
 * logs with effects of nearly every kind, for tests of whatever reads logs or states.
 *
 *   RR1  The same seed makes the same events.
 *   RR2  Calls are made as they come: many fail. What a process does to itself (a fatal signal) is left out.
 */

import { addressOf, PAGE_SIZE } from "../address.ts";
import type { Machine } from "../machine.ts";
import { MADV, MAP, MREMAP, MS, PROT } from "../memory/mmap_flags.ts";
import { FILE_REGULAR, FS_EXT4, FS_TMPFS } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { PROCESS_RUNNING } from "../state/process.ts";
import type { CallArguments } from "../syscalls/call.ts";
import { fillMemory, loadBytes, storeBytes } from "../user_memory.ts";
import { Random } from "./random.ts";

/** Pages that everything happens in. */
const FIRST_PAGE = 100;
const PAGE_COUNT = 200;
const TOP_PAGE = 1000;
const HEAP_PAGE = 600;
const MOST_PROCESSES = 6;
const DESCRIPTOR_COUNT = 8;
const WNOHANG = 1;

const ADVICE = [
  MADV.DONTNEED,
  MADV.FREE,
  MADV.COLD,
  MADV.PAGEOUT,
  MADV.PAGEOUT,
  MADV.GUARD_INSTALL,
  MADV.GUARD_REMOVE,
  MADV.POPULATE_READ,
  MADV.POPULATE_WRITE,
  MADV.DONTFORK,
  MADV.DOFORK,
  MADV.WIPEONFORK,
  MADV.RANDOM,
  MADV.WILLNEED,
  MADV.REMOVE,
] as const;

/** Goes on and on with a machine. */
export class RandomRun {
  private readonly random: Random;
  /** The acting process. */
  private pid = 1;

  /** Furnishes a machine that was just booted with a first process and some files. */
  constructor(private readonly machine: Machine, seed: number) {
    this.random = new Random(seed);
    machine.run({ kind: "setup", process: 0, what: "a random run" }, (tx) => {
      const startBreak = addressOf(HEAP_PAGE);
      const data = { startData: 0, endData: 0 };
      tx.emit({ kind: "spaceNew", space: 1, topPage: TOP_PAGE, startBreak, endBreak: startBreak, ...data });
      tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "init" });
      return {};
    });
    for (const fileSystem of [FS_TMPFS, FS_EXT4, FS_TMPFS, FS_EXT4]) this.openFile(fileSystem);
  }

  /** Does one random thing: no event, one, or several. */
  step(): void {
    const running = [...this.machine.state.processes.entries()].filter(([, { state }]) =>
      state === PROCESS_RUNNING
    );
    this.pid = this.random.pick(running)[0];
    const act = this.random.pick(ACTIONS);
    act(this, this.random);
  }

  /** Does random things until the machine has had so many events; then no event is open. */
  runTo(eventCount: number): void {
    while (this.machine.state.eventCount < eventCount) this.step();
    this.machine.endStores();
  }

  /** Makes a call of the acting process. */
  call(name: string, args: CallArguments = {}): number {
    return this.machine.call(this.pid, name, args);
  }

  /** A random range of pages, as the arguments of calls. */
  range(): { address: number; lengthBytes: number } {
    const page = FIRST_PAGE + this.random.below(PAGE_COUNT);
    return { address: addressOf(page), lengthBytes: (1 + this.random.below(24)) * PAGE_SIZE };
  }

  /** A descriptor that may be open. */
  descriptor(): number {
    return this.random.below(DESCRIPTOR_COUNT);
  }

  /** Touches, fills or stores to a few pages. */
  use(write: boolean): void {
    const { machine, pid, random } = this;
    for (let { address, lengthBytes } = this.range(); lengthBytes > 0; lengthBytes -= PAGE_SIZE) {
      const at = address + lengthBytes - PAGE_SIZE + random.below(64) * 8;
      if (!write) loadBytes(machine, pid, at, new Uint8Array(8));
      else if (random.chance(1, 4)) fillMemory(machine, pid, at, 1 + random.below(6000), random.below(3));
      else {storeBytes(
          machine,
          pid,
          at,
          Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(256)),
        );}
    }
  }

  /** Forks, unless there are enough processes. */
  fork(): void {
    if (this.machine.state.processes.size < MOST_PROCESSES) this.call("fork");
  }

  /** Ends the acting process, unless it is the first. */
  exit(): void {
    if (this.pid !== 1) this.call("exit_group", { status: this.random.below(256) });
  }

  /** Opens a new file at the lowest free descriptor. */
  openFile(fileSystem: number): void {
    const { machine, pid, random } = this;
    const process = machine.state.process(pid);
    let descriptor = 0;
    while (process.descriptors.get(descriptor) !== undefined) descriptor++;
    if (descriptor >= DESCRIPTOR_COUNT) return;
    machine.run({ kind: "setup", process: pid, what: "a file" }, (tx) => {
      const inode = tx.state.counters.inode + 1;
      const file = tx.state.counters.file + 1;
      const sizeBytes = random.below(40) * 1000;
      const unknownStorage = fileSystem === FS_EXT4 && random.chance(1, 2);
      const making = { fileKind: FILE_REGULAR, fileSystem, sizeBytes, mode: 0o644, links: 1, unknownStorage };
      tx.emit({ kind: "inodeNew", inode, ...making, name: `/file${inode}` });
      tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDWR });
      tx.emit({ kind: "descriptorPut", process: pid, descriptor, file, closeOnExec: false });
      return {};
    });
  }
}

type Action = (run: RandomRun, random: Random) => void;

const mapAnonymous: Action = (run, random) => {
  const type = random.chance(1, 4) ? MAP.SHARED : MAP.PRIVATE;
  const flags = type | MAP.ANONYMOUS | MAP.FIXED | (random.chance(1, 8) ? MAP.POPULATE : 0);
  run.call("mmap", { ...run.range(), prot: PROT.READ | PROT.WRITE, flags, fd: -1 });
};

const mapFile: Action = (run, random) => {
  const flags = MAP.FIXED | (random.chance(1, 2) ? MAP.SHARED : MAP.PRIVATE);
  const prot = PROT.READ | (random.chance(2, 3) ? PROT.WRITE : 0);
  const offset = addressOf(random.below(6));
  run.call("mmap", { ...run.range(), prot, flags, fd: run.descriptor(), offset });
};

const remap: Action = (run, random) => {
  const { address: oldAddress, lengthBytes: oldLengthBytes } = run.range();
  const { address: newAddress, lengthBytes } = run.range();
  const keep = random.chance(1, 6);
  const flags = MREMAP.MAYMOVE | (random.chance(1, 3) ? MREMAP.FIXED : 0) | (keep ? MREMAP.DONTUNMAP : 0);
  run.call("mremap", {
    oldAddress,
    oldLengthBytes,
    newLengthBytes: keep ? oldLengthBytes : lengthBytes,
    flags,
    newAddress,
  });
};

const readOrWrite: Action = (run, random) => {
  const { address: buffer } = run.range();
  const name = random.pick(["read", "write", "pread64", "pwrite64"]);
  const position = random.below(60_000);
  run.call(name, { fd: run.descriptor(), buffer, lengthBytes: random.below(9000), position });
};

/** What is done, the more often the more often it stands here. */
const ACTIONS: readonly Action[] = [
  mapAnonymous,
  mapAnonymous,
  mapAnonymous,
  mapFile,
  mapFile,
  mapFile,
  remap,
  readOrWrite,
  readOrWrite,
  readOrWrite,
  (run) => run.use(false),
  (run) => run.use(false),
  (run) => run.use(true),
  (run) => run.use(true),
  (run) => run.use(true),
  (run) => run.fork(),
  (run) => run.exit(),
  (run) => run.call("wait4", { pid: -1, options: WNOHANG }),
  (run) => run.call("munmap", run.range()),
  (run, random) => run.call("mprotect", { ...run.range(), prot: random.pick([PROT.READ, 0, 3, 3, 3]) }),
  (run, random) => run.call("madvise", { ...run.range(), advice: random.pick(ADVICE) }),
  (run, random) => run.call("madvise", { ...run.range(), advice: random.pick(ADVICE) }),
  (run, random) => run.call(random.pick(["mlock", "munlock"]), run.range()),
  (run, random) => run.call("brk", { address: addressOf(HEAP_PAGE + random.below(30)) }),
  (run, random) => run.call("msync", { ...run.range(), flags: random.pick([MS.SYNC, MS.ASYNC]) }),
  (run, random) => run.openFile(random.pick([FS_TMPFS, FS_EXT4])),
  (run) => run.call("close", { fd: run.descriptor() }),
  (run) => run.call("dup", { fd: run.descriptor() }),
  (run) => run.call("dup2", { fd: run.descriptor(), newFd: run.descriptor() }),
  (run, random) => run.call("lseek", { fd: run.descriptor(), offset: random.below(50_000), whence: 0 }),
  (run, random) => run.call("ftruncate", { fd: run.descriptor(), lengthBytes: random.below(60_000) }),
  (run) => run.call("fsync", { fd: run.descriptor() }),
  (run, random) =>
    run.call("rt_sigaction", { signal: 1 + random.below(20), handler: 4096, flags: 0, mask: 0 }),
];
