/** The fold of a log, and its refusal of another digest. */
import { assertEquals, assertThrows } from "@std/assert";
import { fsPart } from "@palimpsest/fs";
import { kernelPart, type PackagePart } from "@palimpsest/kernel";
import { foldLog } from "./fold_log.ts";
import { LogBytes } from "./log_bytes.ts";
import { runMix } from "./mix.ts";
import { MIX_CONFIG, mixSystem } from "./mix_world.ts";
import { probePart } from "./probes.ts";

Deno.test("the fold of a mix's log has the digest of the machine that wrote it", () => {
  const system = mixSystem();
  const log = new LogBytes(MIX_CONFIG);
  const machine = runMix(system, { eventCount: 1500, locality: "scattered" }, log.writer);
  const state = foldLog(system, log.close());
  assertEquals(state.digest.toHex(), machine.state.digest.toHex());
  assertEquals(state.eventCount, machine.state.eventCount);
});

Deno.test("a fold whose state is another than the log says is refused", () => {
  const system = mixSystem();
  const log = new LogBytes(MIX_CONFIG);
  runMix(system, { eventCount: 1500, locality: "scattered" }, log.writer);
  const bytes = log.close();
  const forgetful: PackagePart = { ...kernelPart, reducers: { ...kernelPart.reducers, pagesZero: () => {} } };
  const other = mixSystem([forgetful, fsPart, probePart]);
  assertThrows(() => foldLog(other, bytes), Error, "has another digest than the log says");
});
