/**
 * The whole machine: kernel, file system and C library composed. Every log of Palimpsest can be read with this system.
 */

import { kernelPart, type LogWriter, type Machine, type MachineConfig, System } from "@palimpsest/kernel";
import { fsPart } from "@palimpsest/fs";
import { libcPart } from "./malloc/probes.ts";

/** A system of kernel, file system and C library: what boots machines, and folds their logs. */
export function system(): System {
  return new System([kernelPart, fsPart, libcPart]);
}

/** Starts a machine; its events go to `log`, if there is one. */
export function boot(config: MachineConfig, log?: LogWriter): Machine {
  return system().boot(config, log);
}
