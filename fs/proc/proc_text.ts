/**
 * The files of /proc: what each says, told from a state.
 *
 *     /proc/meminfo  swaps                                      the machine
 *     /proc/PID/maps  smaps  status  stat  statm  comm          a process, as text
 *     /proc/PID/oom_score_adj                                   a number, which can be written too
 *     /proc/PID/pagemap                                         a process, as words of 64 bits (pagemap.ts)
 *
 *   PT1  A text is a list of records: a read never tears one apart unless it is longer than what was asked for.
 */

import { PAGE_SIZE, type Process, type Space, type State } from "@palimpsest/kernel";
import { mapsLines, printMapsLine } from "./maps.ts";
import { type MachineSize, meminfoText } from "./meminfo.ts";
import { spaceUsage } from "./memory_usage.ts";
import { smapsRecords } from "./smaps.ts";
import { codeRange, statText, statusText } from "./status.ts";
import { swapsText } from "./swaps.ts";

type MachineText = (state: State, size: MachineSize) => string[];
type ProcessText = (state: State, process: Process) => string[];

/** The texts about the machine, by name. */
export const MACHINE_TEXTS: Readonly<Record<string, MachineText>> = {
  meminfo: (state, size) => [meminfoText(state, size)],
  swaps: (state, { swapSlotCount }) => [swapsText(state, swapSlotCount)],
};

/** The texts about a process, by name. */
export const PROCESS_TEXTS: Readonly<Record<string, ProcessText>> = {
  maps: (state, process) =>
    ofSpace(state, process, (space) => mapsLines(state, space).map((line) => printMapsLine(line) + "\n")),
  smaps: (state, process) => ofSpace(state, process, (space) => smapsRecords(state, space)),
  status: (state, process) => [statusText(state, process)],
  stat: (state, process) => [statText(state, process)],
  statm: (state, process) => [statmText(state, process)],
  comm: (_state, { name }) => [`${name}\n`],
  oom_score_adj: (_state, { oomScoreAdjustment }) => [`${oomScoreAdjustment}\n`],
};

function ofSpace(state: State, { space }: Process, tell: (space: Space) => string[]): string[] {
  return space === 0 ? [] : tell(state.space(space));
}

/** Sizes in pages: all, present, present of files, code, 0, data and stack, 0. */
function statmText(state: State, process: Process): string {
  const [space] = process.space === 0 ? [] : [state.space(process.space)];
  if (space === undefined) return "0 0 0 0 0 0 0\n";
  const { resident, anonymous } = spaceUsage(state, space);
  const [startCode, endCode] = codeRange(space);
  const pages = [
    space.totalPages,
    resident / PAGE_SIZE,
    (resident - anonymous) / PAGE_SIZE,
    (endCode - startCode) / PAGE_SIZE,
    0,
    space.dataPages + space.stackPages,
    0,
  ];
  return `${pages.join(" ")}\n`;
}
