/** Tests of building images: given(a process).when(it gets an image).then(its memory is that and nothing else). */
import { assertEquals } from "@std/assert";
import { kernelPart, System } from "../compose.ts";
import type { Machine } from "../machine.ts";
import { VM } from "../memory/vma_flags.ts";
import { touchMemory } from "../mmu.ts";
import { buildImage, type Image } from "./image.ts";

const PID = 1;
const DATA = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

function image(startPage: number, present: Image["vmas"][0]["present"]): Image {
  return {
    name: "x",
    topPage: 1000,
    startBreak: 0x80000,
    startData: 0,
    endData: 0,
    vmas: [{
      startPage,
      endPage: startPage + 10,
      flags: DATA,
      file: 0,
      inode: 0,
      pageOffset: startPage,
      name: "[stack]",
      present,
    }],
  };
}

function machineWithProcess(): Machine {
  const machine = new System([kernelPart]).boot({ frameCount: 64, ramPages: 64, swapSlotCount: 0 });
  machine.run({ kind: "setup", process: PID, what: "a process" }, (tx) => {
    tx.emit({ kind: "processNew", process: PID, parent: 0, space: 0, name: "" });
    return {};
  });
  return machine;
}

function execute(machine: Machine, next: Image): void {
  machine.run({ kind: "setup", process: PID, what: "an image" }, (tx) => {
    buildImage(tx, next);
    return {};
  });
}

Deno.test("a process without memory gets its first image, with pages of unknown content", () => {
  const machine = machineWithProcess();
  execute(
    machine,
    image(500, [{ page: 508, count: 2, kind: "anonymous" }, { page: 500, count: 1, kind: "zero" }]),
  );
  const { state } = machine;
  const space = state.spaceOf(PID);
  assertEquals([state.process(PID).name, space.vmaCount, space.endBreak], ["x", 1, 0x80000]);
  assertEquals(space.vmaAt(500)?.anonVma !== 0, true);
  assertEquals([500, 501, 508, 509].map((page) => space.pte(page) !== 0), [true, false, true, true]);
  assertEquals(state.content(space.pte(508) >>> 8), -1);
});

Deno.test("the image before it goes whole: its space, its mappings, its frames", () => {
  const machine = machineWithProcess();
  execute(machine, image(500, [{ page: 508, count: 2, kind: "anonymous" }]));
  touchMemory(machine, PID, 503 * 4096, { write: true });
  execute(machine, image(600, []));
  const { state } = machine;
  assertEquals([state.spaces.size, state.anonVmas.size, state.frameMap.usedCount], [1, 0, 1]);
  assertEquals(state.spaceOf(PID).vmaAt(500), undefined);
});
