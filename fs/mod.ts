/**
 * The file system's side: names, what lies behind inodes, and what /proc shows of processes.
 *
 * @module
 */

export { boot, fsPart, system } from "./boot.ts";
export { type FurnishedFile, furnishFile, inodeAt, makeFile } from "./furnish.ts";
export { type InstalledFile, installFile } from "./install_file.ts";
export { openTerminal, TERMINAL_PATH, terminalText } from "./terminal_operations.ts";
export { MFD } from "./syscalls/memfd_create.ts";
export { isReadWaiting, isWriteWaiting } from "./pipe/pipe_operations.ts";
export { type Entry, Names, namesOf } from "./names/names.ts";
export { type ResolvedPath, resolvePath } from "./names/path.ts";
export { type MapsLine, mapsLines, printMapsLine } from "./proc/maps.ts";
export {
  type ResidencyLetter,
  residencyLetter,
  type ResidencyRun,
  residencyRuns,
  residencyText,
} from "./proc/residency.ts";
export { inodeName, vmaName } from "./proc/vma_name.ts";
