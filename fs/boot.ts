/**
 * A machine with a file system: the kernel's part and this package's, composed.
 */

import {
  FILE_CHARACTER,
  FILE_DIRECTORY,
  FILE_FIFO,
  FILE_OPAQUE,
  FILE_PIPE,
  FILE_SYMLINK,
  FILE_TERMINAL,
  FILE_TOLD,
  kernelPart,
  type LogWriter,
  type Machine,
  type MachineConfig,
  type PackagePart,
  System,
} from "@palimpsest/kernel";
import { Disk, DISK_SLICE } from "./disk/disk.ts";
import { diskEvents } from "./disk/events.ts";
import { diskEffects } from "./disk/effects.ts";
import { diskFollowers } from "./disk/followers.ts";
import { diskPort } from "./disk/port.ts";
import { diskReducers } from "./disk/reducers.ts";
import { directoryOperations, symlinkOperations } from "./names/directory_operations.ts";
import { nameEffects } from "./names/effects.ts";
import { Names, NAMES_SLICE } from "./names/names.ts";
import { nameReducers } from "./names/reducers.ts";
import { nullOperations } from "./null_operations.ts";
import { characterOperations } from "./dev/character_operations.ts";
import { fifoOperations } from "./pipe/fifo.ts";
import { pipeEffects } from "./pipe/effects.ts";
import { pipeOperations } from "./pipe/pipe_operations.ts";
import { Pipes, PIPES_SLICE } from "./pipe/pipes.ts";
import { pipeReducers } from "./pipe/reducers.ts";
import { procOperations } from "./proc/proc_operations.ts";
import { terminalOperations } from "./terminal_operations.ts";
import { fsCalls } from "./syscalls/table.ts";

/** The file system's part of a machine. */
export const fsPart: PackagePart = {
  owner: "fs",
  effectIds: [64, 95],
  eventIds: [128, 191],
  effects: { ...nameEffects, ...pipeEffects, ...diskEffects },
  events: diskEvents,
  reducers: { ...nameReducers, ...pipeReducers, ...diskReducers },
  followers: diskFollowers,
  slices: {
    [NAMES_SLICE]: (epoch) => Names.empty(epoch),
    [PIPES_SLICE]: (epoch) => Pipes.empty(epoch),
    [DISK_SLICE]: (epoch) => Disk.empty(epoch),
  },
  calls: fsCalls,
  operations: {
    [FILE_PIPE]: pipeOperations,
    [FILE_FIFO]: fifoOperations,
    [FILE_CHARACTER]: characterOperations,
    [FILE_TOLD]: procOperations,
    [FILE_OPAQUE]: nullOperations,
    [FILE_TERMINAL]: terminalOperations,
    [FILE_DIRECTORY]: directoryOperations,
    [FILE_SYMLINK]: symlinkOperations,
  },
  disk: diskPort,
};

/** A system of kernel and file system: what boots machines, and folds their logs. */
export function system(): System {
  return new System([kernelPart, fsPart]);
}

/** Starts a machine with a file system; its events go to `log`, if there is one. */
export function boot(config: MachineConfig, log?: LogWriter): Machine {
  return system().boot(config, log);
}
