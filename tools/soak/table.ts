/**
 * What can soak, one line each.
 */
import { coherenceSoak } from "./coherence.ts";
import { ConformSoak } from "./conform.ts";
import { crashSoak } from "./crash.ts";
import { damageSoak } from "./damage.ts";
import { FilesSoak } from "./files.ts";
import { heapsSoak } from "./heaps.ts";
import { PressureSoak } from "./pressure.ts";
import type { Soak } from "./soak.ts";
import { tracesSoak } from "./traces.ts";

/** Every soak, in the order they run. */
export const soaks: readonly Soak[] = [
  damageSoak,
  new ConformSoak(),
  new PressureSoak(),
  heapsSoak,
  new FilesSoak(),
  crashSoak,
  coherenceSoak,
  tracesSoak,
];
