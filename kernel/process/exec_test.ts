/** Tests of loading a program. */
import { assertEquals } from "@std/assert";
import { addressOf, PAGE_SIZE, pageOf } from "../address.ts";
import { EACCES, ENOEXEC, ENOMEM } from "../errno.ts";
import { installPages } from "../testing/install_pages.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { loadBytes } from "../user_memory.ts";
import { type ElfSegment, encodeElf } from "./elf.ts";
import { execProgram, LOAD_ADDRESS, mmapBase } from "./exec.ts";

const segments: ElfSegment[] = [
  { address: 0, fileOffset: 0, fileBytes: PAGE_SIZE, memoryBytes: PAGE_SIZE, rights: 4 },
  { address: 0x1000, fileOffset: 0x1000, fileBytes: PAGE_SIZE, memoryBytes: PAGE_SIZE, rights: 5 },
  { address: 0x2000, fileOffset: 0x2000, fileBytes: 16, memoryBytes: 2 * PAGE_SIZE + 100, rights: 6 },
];
const start = { path: "/bin/program", argv: ["program", "x"], envp: [] };

/** Installs a program whose third page is full of 7, and executes it. */
function exec(fixture: MachineFixture, mode = 0o755, isRelocatable = true): number {
  const header = encodeElf({ isRelocatable, entry: 0x1000, segments });
  const inode = installPages(fixture, {
    mode,
    pages: [header, new Uint8Array(PAGE_SIZE).fill(0xcc), new Uint8Array(PAGE_SIZE).fill(7)],
  });
  return fixture.setUp((tx) => execProgram(tx, inode, start));
}

Deno.test("a program's segments, its bss, the special mappings and the stack are mapped", () => {
  const fixture = givenProcess();
  fixture.map(100, 10);
  assertEquals(exec(fixture), 0);
  const base = pageOf(LOAD_ADDRESS);
  const top = pageOf(mmapBase(8 * 2 ** 20));
  assertEquals(fixture.vmas(), [
    `${base}-${base + 1} r--p`,
    `${base + 1}-${base + 2} r-xp`,
    `${base + 2}-${base + 3} rw-p`,
    `${base + 3}-${base + 5} rw-p`,
    `${top - 8}-${top - 4} r--p`,
    `${top - 4}-${top - 2} r--p`,
    `${top - 2}-${top} r-xp`,
    `${0x7ffffffde}-${0x7ffffffff} rw-p`,
  ]);
  assertEquals(fixture.space.layout.startBreak, addressOf(base + 5));
  assertEquals(fixture.state.process(1).name, "program");
});

Deno.test("what follows the data in its last page is zero, though the file has something there", () => {
  const fixture = givenProcess();
  exec(fixture);
  const bytes = new Uint8Array(20);
  loadBytes(fixture.machine, 1, LOAD_ADDRESS + 0x2000, bytes);
  assertEquals([...bytes], [...Array(16).fill(7), 0, 0, 0, 0]);
});

Deno.test("the kernel's writes to the new image fault: its stack, and its last page of data", () => {
  const fixture = givenProcess();
  const events = fixture.eventsOf(() => exec(fixture));
  assertEquals(events.filter(({ kind }) => kind === "fault").map(({ page }) => page), [
    0x7fffffffe,
    pageOf(LOAD_ADDRESS) + 2,
  ]);
});

Deno.test("a program that is not relocatable lies where its headers say", () => {
  const fixture = givenProcess();
  const low = segments.map((segment) => ({ ...segment, address: segment.address + 0x400000 }));
  const header = encodeElf({ isRelocatable: false, entry: 0x401000, segments: low });
  const inode = installPages(fixture, { mode: 0o755, pages: [header, new Uint8Array(0), new Uint8Array(0)] });
  assertEquals(fixture.setUp((tx) => execProgram(tx, inode, start)), 0);
  assertEquals(fixture.vmas()[0], "1024-1025 r--p");
});

Deno.test("a file without the right to execute, and one that is no program, leave the old image alone", () => {
  const fixture = givenProcess();
  fixture.map(100, 10);
  assertEquals(exec(fixture, 0o644), -EACCES);
  const inode = installPages(fixture, { mode: 0o755, pages: [new TextEncoder().encode("#!/bin/sh\n")] });
  assertEquals(fixture.setUp((tx) => execProgram(tx, inode, start)), -ENOEXEC);
  assertEquals(fixture.vmas(), ["100-110 rw-p"]);
});

Deno.test("mmap_base lies below the stack by its limit, at least 128 MiB", () => {
  assertEquals(mmapBase(8 * 2 ** 20), 0x7ffff7fff000);
  assertEquals(mmapBase(2 ** 30), 0x7fffbfeff000);
});

Deno.test("without a frame for the program's headers execve is out of memory, and the old image stays", () => {
  const fixture = givenProcess({ frameCount: 11, watermarks: { min: 0, low: 0, high: 0 } });
  fixture.map(100, 10);
  const header = encodeElf({ isRelocatable: true, entry: 0x1000, segments });
  const inode = installPages(fixture, {
    mode: 0o755,
    pages: [header, new Uint8Array(PAGE_SIZE), new Uint8Array(9)],
  });
  for (let page = 100; page < 110; page++) fixture.touch(page, "w");
  assertEquals(fixture.setUp((tx) => execProgram(tx, inode, start)), -ENOMEM);
  assertEquals(fixture.vmas(), ["100-110 rw-p"]);
});
