/** Tests of configurations. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "./assert.ts";
import { expandConfig } from "./machine_config.ts";

const small = { frameCount: 64, ramPages: 64, swapSlotCount: 8 };

Deno.test("what is left out has its default", () => {
  assertEquals(expandConfig(small), {
    ...small,
    storesAreUnseen: false,
    policy: "two-list",
    policySeed: 0,
    randomSeed: 0,
    watermarks: { min: 0, low: 0, high: 0 },
    recordsAccesses: false,
    pageCluster: 0,
  });
});

Deno.test("a policy that is named and needs to know references has accesses recorded", () => {
  assertEquals(expandConfig({ ...small, policy: "lru" }).recordsAccesses, true);
  assertEquals(expandConfig({ ...small, policy: "fifo" }).recordsAccesses, false);
  assertEquals(expandConfig({ ...small, policy: "lru", recordsAccesses: false }).recordsAccesses, false);
});

Deno.test("a configuration that cannot be is an error of ours", () => {
  assertThrows(
    () => expandConfig({ ...small, policy: "opt" }),
    KernelAssertion,
    "cannot run with policy opt",
  );
  const watermarks = { min: 3, low: 2, high: 4 };
  assertThrows(() => expandConfig({ ...small, watermarks }), KernelAssertion, "do not ascend");
});
