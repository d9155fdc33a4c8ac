/**
 * The checker of processes, descriptors and open files: the process tree is what parents say, descriptors name open files,
 * and an open file counts who names it.
 *
 *   PR1  A process is among the children of its parent, if that exists, and of nobody else.
 *   PR2  A process that is no zombie lives in an address space that exists; a zombie in none.
 *   PR3  No free descriptor lies below lowestFreeDescriptor.
 *   PR4  The references of an open file are the descriptors and VMAs that name it.
 *   PR5  Ids in use are not above the counters of those handed out.
 */

import { assertThat } from "../assert.ts";
import { type Process, PROCESS_ZOMBIE } from "../state/process.ts";
import type { ObjectTable } from "../state/object_table.ts";
import type { State } from "../state/state.ts";
import { vmasWhere } from "./vma_lists.ts";

/** Throws a KernelAssertion unless PR1 … PR5 hold. */
export function checkProcesses(state: State): void {
  const references = new Map<number, number>();
  const count = (file: number) => references.set(file, (references.get(file) ?? 0) + 1);
  for (const [pid, process] of state.processes.entries()) {
    assertThat(process.pid === pid, () => `process ${process.pid} stands at pid ${pid}`);
    checkTree(state, process);
    checkPlace(state, process);
    checkDescriptors(state, process);
    for (const [, { file }] of process.descriptors.entries()) count(file);
  }
  for (const { file } of vmasWhere(state, ({ file }) => file !== 0)) count(file);
  for (const [id, file] of state.files.entries()) {
    const counted = references.get(id) ?? 0;
    assertThat(
      file.references === counted,
      () => `PR4: open file ${id} counts ${file.references} references, ${counted} name it`,
    );
    assertThat(
      state.inodes.get(file.inode) !== undefined,
      () => `open file ${id} is of inode ${file.inode}, which is gone`,
    );
  }
  checkCounters(state);
}

function checkTree(state: State, process: Process): void {
  for (const [child] of process.children.entries()) {
    const parent = state.processes.get(child)?.parent;
    assertThat(
      parent === process.pid,
      () => `PR1: ${child} is a child of ${process.pid}, its parent is ${parent}`,
    );
  }
  const parent = state.processes.get(process.parent);
  assertThat(
    parent === undefined || parent.children.get(process.pid) === true,
    () => `PR1: process ${process.pid} is missing among the children of ${process.parent}`,
  );
}

function checkPlace(state: State, { pid, space, state: phase }: Process): void {
  const isPlaced = space === 0 ? phase === PROCESS_ZOMBIE : state.spaces.get(space) !== undefined;
  assertThat(isPlaced, () => `PR2: process ${pid} in state ${phase} lives in space ${space}`);
}

function checkDescriptors(state: State, { pid, descriptors, lowestFreeDescriptor }: Process): void {
  for (let number = 0; number < lowestFreeDescriptor; number++) {
    assertThat(
      descriptors.get(number) !== undefined,
      () =>
        `PR3: descriptor ${number} of process ${pid} is free, the lowest is said to be ${lowestFreeDescriptor}`,
    );
  }
  for (const [number, { file }] of descriptors.entries()) {
    assertThat(
      state.files.get(file) !== undefined,
      () => `descriptor ${number} of process ${pid} names open file ${file}, which is gone`,
    );
  }
}

function checkCounters({ counters, spaces, anonVmas, files, inodes, processes, slots }: State): void {
  const tables: [keyof typeof counters, ObjectTable<unknown>][] = [
    ["space", spaces],
    ["anonVma", anonVmas],
    ["file", files],
    ["inode", inodes],
    ["process", processes],
    ["slot", slots],
  ];
  for (const [name, table] of tables) {
    const above = table.next(counters[name] + 1);
    assertThat(above < 0, () => `PR5: ${name} ${above} is in use, the counter stands at ${counters[name]}`);
  }
}
