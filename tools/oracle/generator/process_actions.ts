/** Process trees: children, grandchildren and siblings that end in any order and are waited for, or not. */
import type { Draft, DraftProcess } from "./draft.ts";

/** Forks, ends or waits. */
export function manageProcesses(draft: Draft): void {
  const { actor, ended, processes, random } = draft;
  const choice = random.below(100);
  if (choice < 46 && forkActor(draft)) return;
  if (choice < 70 && processes.length > 1) return endProcess(draft, chooseVictim(draft));
  if (choice < 92 && ended.length > 0) return waitFor(draft, random.pick(ended));
  if (choice < 96 && draft.tendencies.isWide && actor.name !== "p0") return execute(draft);
  draft.emit(random.pick(["wait any", "wait any", `wait p${random.below(6)}`]));
}

function forkActor(draft: Draft): boolean {
  const child = draft.fork(draft.actor, draft.tendencies.processesMax);
  if (child === undefined) return false;
  draft.emit(`fork ${child.name}`, child.parent);
  return true;
}

/** Mostly not the oldest: with it would go whoever can wait for its children. */
function chooseVictim(draft: Draft): DraftProcess {
  const [oldest, ...others] = draft.processes;
  return draft.percent(4) ? oldest : draft.random.pick(others);
}

function endProcess(draft: Draft, process: DraftProcess): void {
  const { random } = draft;
  const way = random.below(100);
  if (way < 65) draft.emit(`exit ${random.pick([0, 1, 3, 127, 255, 256])}`, process);
  else if (way < 75) draft.emit(`kill ${process.name}`, random.pick(draft.processes));
  else if (way < 80) draft.emit(`kill ${process.name} SIGTERM`, random.pick(draft.processes));
  else {draft.emit(
      `crash ${random.pick(["r", "w"])} ${random.pick(["0", "A+0x70000000", "0xffff800000000000"])}`,
      process,
    );}
  draft.end(process);
}

function waitFor(draft: Draft, process: DraftProcess): void {
  const parent = process.parent;
  draft.ended.splice(draft.ended.indexOf(process), 1);
  const waiter = parent !== undefined && draft.processes.includes(parent) ? parent : draft.actor;
  draft.emit(draft.percent(60) ? `wait ${process.name}` : "wait any", waiter);
}

/** exec: the address space starts afresh. */
export function execute(draft: Draft): void {
  draft.emit("exec");
  draft.actor.mapped.clear();
}

/** A family over one region: each generation writes, then all look at what they share. */
export function growFamily(draft: Draft): void {
  const { random } = draft;
  const name = draft.newName("s");
  const pageCount = random.between(2, 8);
  const flags = draft.weighted([["private", 75], ["shared", 25]]);
  draft.emit(
    `${name} = mmap len=${pageCount}p prot=rw flags=${flags},anon${draft.percent(20) ? ",populate" : ""}`,
  );
  draft.addRegion({ name, space: name, page: 0, pageCount });
  draft.emit(`touch ${random.pick(["r", "w", "w"])} ${name} n=${random.between(1, pageCount)}`);
  let parent = draft.actor;
  for (let generation = random.between(1, 3); generation > 0; generation--) {
    const child = draft.fork(parent, draft.tendencies.processesMax + 1);
    if (child === undefined) break;
    draft.emit(`fork ${child.name}`, parent);
    writeSomewhere(draft, name, pageCount, random.pick([parent, child]));
    if (draft.percent(60)) parent = child;
  }
  for (let step = random.between(2, 6); step > 0; step--) {
    const process = random.pick(draft.processes);
    const ends = draft.processes.length > 1 && process.name !== "p0" && draft.percent(20);
    if (ends) endProcess(draft, process);
    else writeSomewhere(draft, name, pageCount, process);
  }
  dumpAll(draft);
}

function writeSomewhere(draft: Draft, name: string, pageCount: number, process: DraftProcess): void {
  const { random } = draft;
  const address = `${name}+${random.below(pageCount)}p`;
  draft.emit(
    draft.weighted([
      [`touch w ${address}`, 30],
      [`store8 ${address} ${random.below(1000)}`, 25],
      [`load8 ${address}`, 20],
      [`touch r ${name} n=${pageCount}`, 10],
      [`madvise ${address} 0x1000 DONTNEED`, 6],
      [`munmap ${address} 0x1000`, 3],
      [`mprotect ${address} 0x1000 ${random.pick(["r", "rw"])}`, 6],
    ]),
    process,
  );
}

/** Memory that children get zeroed, or do not get at all. */
export function forkWithAdvice(draft: Draft): void {
  const { random } = draft;
  const name = draft.newName("w");
  const pageCount = random.between(3, 9);
  const kind = draft.weighted([["private", 80], ["shared", 20]]);
  draft.emit(`${name} = mmap len=${pageCount}p prot=rw flags=${kind},anon`);
  draft.addRegion({ name, space: name, page: 0, pageCount });
  draft.emit(`touch w ${name} n=${pageCount}`);
  for (let step = random.between(1, 3); step > 0; step--) {
    const advice = random.pick([
      "WIPEONFORK",
      "DONTFORK",
      "WIPEONFORK",
      "KEEPONFORK",
      "DOFORK",
      "GUARD_INSTALL",
      "DONTDUMP",
    ]);
    draft.emit(`madvise ${name}+${random.below(pageCount)}p ${random.between(1, 3)}p ${advice}`);
  }
  if (draft.percent(30)) {
    draft.emit(`mlock ${name} ${random.between(1, pageCount)}p${draft.percent(40) ? " onfault" : ""}`);
  }
  const child = draft.fork(draft.actor, draft.tendencies.processesMax + 1);
  if (child === undefined) return;
  draft.emit(`fork ${child.name}`);
  for (const process of [child, draft.actor]) {
    draft.emit(`touch ${random.pick(["r", "w"])} ${name} n=${pageCount}`, process);
  }
  for (let step = random.between(0, 3); step > 0; step--) {
    const process = random.pick([child, draft.actor]);
    draft.emit(`touch ${random.pick(["r", "w"])} ${name}+${random.below(pageCount)}p`, process);
  }
  dumpAll(draft);
}

/** Prints everything; by whoever lives. */
export function dumpAll(draft: Draft): void {
  draft.emit("dump all", draft.processes[0]);
}
