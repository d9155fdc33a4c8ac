/** Tests of programs with little memory; soak/pressure_test.ts runs the bundled ones. */
import { assert, assertEquals } from "@std/assert";
import { defineProgram } from "@palimpsest/libc";
import { firstDifference } from "./pressed_guest.ts";
import { pressedProgram } from "./program_pressure.ts";

const PAGES = 12;

const sums = defineProgram("sums", {
  about: "adds up what lies on a few pages",
  *main(c) {
    const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
    const memory = c.mmap(c.NULL, PAGES * c.PAGE_SIZE, c.PROT_READ | c.PROT_WRITE, flags);
    for (let page = 0; page < PAGES; page++) c.storeInt(memory + page * c.PAGE_SIZE, page);
    let sum = 0;
    for (let page = 0; page < PAGES; page++) sum += c.loadInt(memory + page * c.PAGE_SIZE);
    const fd = c.open("sum", c.O_RDWR | c.O_CREAT, 0o600);
    c.ftruncate(fd, sum);
    yield* c.printf("%d after %d faults\n", sum, c.counters().minorFaults);
    return sum;
  },
});

Deno.test("a program tells what it printed, how it ended and which files it left; counters are zeros", () => {
  const { told, isOutOfMemory, reclaimCount } = pressedProgram(sums).run();
  assertEquals(told.slice(0, 3), ["66 after 0 faults", "", "process 100 exited with 66"]);
  assert(told.some((text) => text.includes("sum: 66 bytes")));
  assertEquals([isOutOfMemory, reclaimCount], [false, 0]);
});

Deno.test("a program tells the same with little memory, and not with too little", () => {
  const guest = pressedProgram(sums);
  const plenty = guest.run();
  const pressed = guest.run({ frameCount: 8 });
  assert(pressed.reclaimCount > 0);
  assertEquals(firstDifference(plenty, pressed), undefined);
  const killed = guest.run({ frameCount: 8, swapSlotCount: 2 });
  assertEquals([killed.isOutOfMemory, killed.told.at(1)], [true, "process 100 was killed by SIGKILL"]);
});
