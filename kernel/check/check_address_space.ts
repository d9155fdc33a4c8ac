/**
 * The checker of an address space: SP1 … SP3 (state/space.ts), V1 … V4 (memory/vma.ts), P2 (memory/pte.ts), TB1 …
 * TB3 (reduce/tables.ts).
 */

import { PAGES_PER_TABLE } from "../address.ts";
import { assertThat } from "../assert.ts";
import { isPresent, PTE_WRITABLE, pteFrame, ZERO_FRAME } from "../memory/pte.ts";
import { isDataMapping, type Vma, vmaPageCount } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { wordsOf } from "./table_words.ts";

/** Throws a KernelAssertion unless VMAs, page table and counts of a space agree. */
export function checkAddressSpace(state: State, space: Space): void {
  space.vmas.check();
  let before: Vma | undefined;
  for (const vma of space.vmas.items()) {
    checkVma(state, space, vma);
    const end = before?.endPage ?? 0;
    assertThat(
      end <= vma.startPage,
      () =>
        `V1: VMAs of space ${space.id} overlap: one ends at page ${end}, the next starts at ${vma.startPage}`,
    );
    before = vma;
  }
  checkEntries(space);
  checkTables(space);
  checkCounts(space);
  let users = 0;
  for (const [, process] of state.processes.entries()) if (process.space === space.id) users++;
  assertThat(
    space.users === users,
    () => `space ${space.id} counts ${space.users} users, ${users} processes live there`,
  );
}

function checkVma(state: State, space: Space, vma: Vma): void {
  const where = `VMA ${vma.startPage}-${vma.endPage} of space ${space.id}`;
  assertThat(vma.space === space.id, () => `${where} says it is of space ${vma.space}`);
  assertThat(vma.startPage < vma.endPage, () => `V1: ${where} is empty`);
  assertThat(
    (vma.file === 0) === (vma.inode === 0),
    () => `V2: ${where} has file ${vma.file} and inode ${vma.inode}`,
  );
  if (vma.file !== 0) {
    const inode = state.files.get(vma.file)?.inode;
    assertThat(
      inode === vma.inode,
      () => `V2: ${where} maps inode ${vma.inode}, its file ${vma.file} is of ${inode}`,
    );
  }
  assertThat(vma.pageOffset >= 0, () => `V3: ${where} has page offset ${vma.pageOffset}`);
  const chain = vma.anonChain;
  assertThat(
    vma.anonVma === 0 || chain.includes(vma.anonVma),
    () => `V4: ${where} has anon_vma ${vma.anonVma}, its chain is ${chain}`,
  );
  assertThat(new Set(chain).size === chain.length, () => `V4: ${where} has the chain ${chain}`);
  for (const id of chain) {
    assertThat(
      state.anonVmas.get(id) !== undefined,
      () => `V4: ${where} names anon_vma ${id}, which does not exist`,
    );
  }
}

function checkEntries(space: Space): void {
  for (const [page, pte] of wordsOf(space.pages)) {
    assertThat(
      space.vmaAt(page) !== undefined,
      () => `SP2: page ${page} of space ${space.id} has PTE ${pte}, no VMA`,
    );
    assertThat(
      space.hasTable(page),
      () => `TB1: page ${page} of space ${space.id} has PTE ${pte}, its block no table`,
    );
    const isWritableZero = isPresent(pte) && pteFrame(pte) === ZERO_FRAME && (pte & PTE_WRITABLE) !== 0;
    assertThat(!isWritableZero, () => `P2: page ${page} of space ${space.id} maps the zero page writable`);
  }
}

function checkTables(space: Space): void {
  const { id, pages, tables, vmas } = space;
  for (let page = pages.nextLeaf(0); page >= 0; page = pages.nextLeaf(pages.leafEnd(page))) {
    assertThat(space.hasTable(page), () => `TB3: page ${page} of space ${id} has a leaf, its block no table`);
  }
  for (const table of tables.numbers()) {
    const first = table * PAGES_PER_TABLE;
    const vma = vmas.firstEndingAfter(first);
    const isUsed = vma !== undefined && vma.startPage < first + PAGES_PER_TABLE;
    assertThat(isUsed, () => `TB2: the block from page ${first} of space ${id} has a page table, and no VMA`);
  }
}

function checkCounts(space: Space): void {
  const counts = {
    totalPages: 0,
    lockedPages: space.lockedLeftPages,
    dataPages: 0,
    stackPages: 0,
    executablePages: 0,
  };
  for (const vma of space.vmas.items()) {
    const pages = vmaPageCount(vma);
    counts.totalPages += pages;
    if ((vma.flags & VM.LOCKED) !== 0) counts.lockedPages += pages;
    if ((vma.flags & VM.GROWSDOWN) !== 0) counts.stackPages += pages;
    else if ((vma.flags & (VM.EXEC | VM.WRITE)) === VM.EXEC) counts.executablePages += pages;
    else if (isDataMapping(vma.flags)) counts.dataPages += pages;
  }
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
    assertThat(
      space[name] === counts[name],
      () => `SP3: ${name} of space ${space.id} is ${space[name]}, its VMAs add up to ${counts[name]}`,
    );
  }
}
