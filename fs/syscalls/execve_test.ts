/** Tests of execve(2). */
import { assertEquals } from "@std/assert";
import {
  buildImage,
  EACCES,
  EFAULT,
  encodeElf,
  ENOENT,
  ENOEXEC,
  loadBytes,
  type Machine,
  storeBytes,
  TASK_SIZE,
  TASK_SIZE_PAGES,
  VM,
} from "@palimpsest/kernel";
import { boot } from "../boot.ts";
import { installFile } from "../install_file.ts";
import { mapsLines, printMapsLine } from "../proc/maps.ts";

const MEMORY_PAGE = 0x7fffffffe;
const MEMORY = MEMORY_PAGE * 4096;

/** A process with a page of memory, and the programs /bin/program, /bin/text (no right to execute) and /bin/noise. */
function givenPrograms(): Machine {
  const machine = boot({ frameCount: 256, ramPages: 10_000, swapSlotCount: 0 });
  const segments = [{ address: 0, fileOffset: 0, fileBytes: 4096, memoryBytes: 4096, rights: 5 }];
  const bytes = new Uint8Array(4096);
  bytes.set(encodeElf({ isRelocatable: true, entry: 0x100, segments }));
  machine.run({ kind: "setup", process: 1, what: "programs" }, (tx) => {
    installFile(tx, { path: "/bin/program", mode: 0o755, bytes });
    installFile(tx, { path: "/bin/text", mode: 0o644, bytes });
    installFile(tx, { path: "/bin/noise", mode: 0o755, bytes: new Uint8Array(100) });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "test" });
    const flags = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.ACCOUNT;
    const memory = { startPage: MEMORY_PAGE, endPage: TASK_SIZE_PAGES, flags, file: 0, inode: 0 };
    const vma = { ...memory, pageOffset: MEMORY_PAGE, name: "", present: [] };
    buildImage(tx, {
      name: "test",
      topPage: 0x7ffff7fff,
      startBreak: 0,
      startData: 0,
      endData: 0,
      vmas: [vma],
    });
    return {};
  });
  return machine;
}

/** Stores an array of strings at MEMORY; its address. */
function storeStrings(machine: Machine, strings: readonly string[]): number {
  const table = new Uint8Array((strings.length + 1) * 8);
  const view = new DataView(table.buffer);
  let at = MEMORY + table.length;
  strings.forEach((string, index) => {
    const bytes = new TextEncoder().encode(string + "\0");
    storeBytes(machine, 1, at, bytes);
    view.setUint32(index * 8, at % 2 ** 32, true);
    view.setUint32(index * 8 + 4, Math.floor(at / 2 ** 32), true);
    at += bytes.length;
  });
  storeBytes(machine, 1, MEMORY, table);
  return MEMORY;
}

Deno.test("execve() puts the program in place of the old image, with its arguments on the stack", () => {
  const machine = givenPrograms();
  const argv = storeStrings(machine, ["program", "one", "two"]);
  assertEquals(machine.call(1, "execve", { path: "/bin/program", argv }), 0);
  const maps = mapsLines(machine.state, machine.state.spaceOf(1)).map(printMapsLine);
  assertEquals(maps[0].replace(/ +/g, " "), "555555554000-555555555000 r-xp 00000000 fe:00 1 /bin/program");
  const top = new Uint8Array(64);
  loadBytes(machine, 1, TASK_SIZE - 64, top);
  assertEquals(new TextDecoder().decode(top).split("\0").filter((word) => word !== "").slice(-4), [
    "program",
    "one",
    "two",
    "/bin/program",
  ]);
  assertEquals(machine.state.process(1).name, "program");
});

Deno.test("execve() of what is not there, not permitted, no program, or with unreadable arguments fails and changes nothing", () => {
  const machine = givenPrograms();
  const before = machine.state.process(1).space;
  const results = ["/bin/none", "", "/bin/text", "/bin/noise"].map((path) =>
    machine.call(1, "execve", { path })
  );
  assertEquals(results, [-ENOENT, -ENOENT, -EACCES, -ENOEXEC]);
  assertEquals(machine.call(1, "execve", { path: "/bin/program", argv: 0x1000 }), -EFAULT);
  assertEquals(machine.state.process(1).space, before);
});
