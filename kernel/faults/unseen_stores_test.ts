/** Tests of stores that nobody saw. */
import { assertEquals } from "@std/assert";
import { kernelPart, System } from "../compose.ts";
import { VM } from "../memory/vma_flags.ts";
import { touchMemory } from "../mmu.ts";
import { buildImage } from "../process/image.ts";

const RIGHTS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.ACCOUNT;

function contentsAfterFaults(storesAreUnseen: boolean) {
  const config = { frameCount: 64, ramPages: 64, swapSlotCount: 0, storesAreUnseen };
  const machine = new System([kernelPart]).boot(config);
  machine.run({ kind: "setup", process: 1, what: "a process" }, (tx) => {
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "" });
    const vma = {
      startPage: 16,
      endPage: 20,
      flags: RIGHTS,
      file: 0,
      inode: 0,
      pageOffset: 16,
      name: "",
      present: [],
    };
    buildImage(tx, { name: "", topPage: 1000, startBreak: 0, startData: 0, endData: 0, vmas: [vma] });
    return {};
  });
  touchMemory(machine, 1, 16 * 4096, {});
  touchMemory(machine, 1, 17 * 4096, { write: true });
  const space = machine.state.spaceOf(1);
  return [16, 17].map((page) => machine.state.content(space.pte(page) >>> 8));
}

Deno.test("a page that may be written has unknown bytes when stores are not seen; one that was read is zero", () => {
  assertEquals(contentsAfterFaults(true), [0, -1]);
  assertEquals(contentsAfterFaults(false), [0, 0]);
});
