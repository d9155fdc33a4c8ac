/** Tests of the memory that people want for a guest. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { machineWith, parseWatermarks, wantsOtherMemory } from "./memory_wishes.ts";

const OWN = { frameCount: 1000, ramPages: 1000, swapSlotCount: 0 };

Deno.test("without a wish the machine is the guest's own", () => {
  assertEquals(machineWith(OWN), OWN);
  assertEquals([wantsOtherMemory(), wantsOtherMemory({ seed: 3, accesses: true })], [false, false]);
});

Deno.test("frames are counted without the zero page; what may be promised stays as it was", () => {
  assertEquals(machineWith(OWN, { frames: 8, swap: 16 }), {
    frameCount: 9,
    ramPages: 1000,
    swapSlotCount: 16,
    policy: "two-list",
  });
  assertEquals(wantsOtherMemory({ frames: 8 }), true);
});

Deno.test("policy, seed, watermarks and accesses are passed on", () => {
  assertEquals(machineWith(OWN, { policy: "random", seed: 7, watermarks: "0", accesses: true }), {
    ...OWN,
    policy: "random",
    policySeed: 7,
    randomSeed: 7,
    watermarks: { min: 0, low: 0, high: 0 },
    recordsAccesses: true,
  });
  assertEquals(machineWith(OWN, { pageCluster: 3 }), { ...OWN, pageCluster: 3 });
});

Deno.test("watermarks are one number, or three that ascend", () => {
  assertEquals(parseWatermarks("4,6,8"), { min: 4, low: 6, high: 8 });
  assertEquals(parseWatermarks("3"), { min: 3, low: 3, high: 3 });
  for (const wrong of ["", "x", "4,3,2", "1,2", "1,2,3,4", "-1", "1.5"]) {
    assertThrows(() => parseWatermarks(wrong), UserError, "is no watermark");
  }
});

Deno.test("opt and unknown policies are refused with the names that a machine can have", () => {
  assertThrows(() => machineWith(OWN, { policy: "opt" }), UserError, "must know the future");
  assertThrows(
    () => machineWith(OWN, { policy: "mru" }),
    UserError,
    "There is no policy 'mru'. A machine can",
  );
});
